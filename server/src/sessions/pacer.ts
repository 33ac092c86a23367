import type { Clock } from './clock.ts';
import { sessionLimits } from './limits.ts';
import type { SessionSettings } from './settings.ts';

type Pacing = SessionSettings['pacing'];

/** When a session may send its next paced message, as a person set it. Paced are messages that answer nobody, see `replies`. */
export class Pacer {
  readonly #clock: Clock;
  readonly #pacing: () => Pacing;
  readonly #random: () => number;
  /** When paced messages left within the last minute. */
  #sent: number[] = [];
  #nextAt = 0;

  constructor(options: { clock: Clock; pacing: () => Pacing; random?: () => number }) {
    this.#clock = options.clock;
    this.#pacing = options.pacing;
    this.#random = options.random ?? Math.random;
  }

  get isOn(): boolean {
    const { perMinute, maxPauseMs } = this.#pacing();
    return perMinute !== null || maxPauseMs > 0;
  }

  /** Whether messages to people who wrote within the last day wait as well. */
  get pacesReplies(): boolean {
    return this.#pacing().replies;
  }

  /** How long the next paced message has to wait, in milliseconds; 0 when it may leave now. */
  waitMs(): number {
    if (!this.isOn) return 0;
    const now = this.#clock.now();
    const { perMinute } = this.#pacing();
    this.#sent = this.#sent.filter((at) => at > now - 60_000);
    const first = perMinute === null ? undefined : this.#sent.at(-perMinute);
    const free = first === undefined ? now : first + 60_000;
    return Math.max(0, this.#nextAt - now, free - now);
  }

  /** A paced message leaves now. */
  note(): void {
    const now = this.#clock.now();
    const { minPauseMs, maxPauseMs } = this.#pacing();
    this.#sent.push(now);
    this.#nextAt = now + minPauseMs + this.#random() * (maxPauseMs - minPauseMs);
  }

  /** For how long a text of that length is typed, in milliseconds; 0 where nobody is to see it. */
  typingMs(text: string | null | undefined): number {
    if (!text || !this.#pacing().typing) return 0;
    const { leastMs, perCharacterMs, mostMs } = sessionLimits.typing;
    return Math.min(mostMs, leastMs + text.length * perCharacterMs);
  }
}
