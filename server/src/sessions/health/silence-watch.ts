import type { WASocket } from '../baileys.ts';
import type { HealthLimits } from './judge-health.ts';
import type { SilenceCause } from './session-history.ts';

/** What is looked at of a connection, to tell whether it is of any use. */
export interface Signs {
  socket: WASocket;
  openedAt: Date;
  /** When anything was last heard, and when anything but answers to pings. */
  heardAt: Date;
  usefulAt: Date;
  /** The oldest message that was handed over on this connection and isn't confirmed; null: there is none. */
  unconfirmedSince: number | null;
  /** Since when WhatsApp owes what it had announced; null where it owes nothing. */
  owesSince: number | null;
}

interface Question {
  askedAt: number;
  answeredAt?: number;
  /** No answer came in time. */
  failed?: boolean;
}

/**
 * Tells a connection that is up and deaf from one in which nothing happens. WhatsApp answers pings on a line that
 * delivers nothing, so what was quiet for long, or doesn't confirm a message, is asked a question that only a line
 * which works can answer.
 */
export class SilenceWatch {
  readonly #limits: HealthLimits;
  #question: Question | undefined;
  #asked: WASocket | undefined;

  constructor(limits: HealthLimits) {
    this.#limits = limits;
  }

  /** Looks at a connection that stands; answers how it is of no use, or null. */
  look(signs: Signs, now = Date.now()): SilenceCause | null {
    if (this.#asked !== signs.socket) this.#question = undefined;
    const limits = this.#limits;
    if (now - signs.heardAt.getTime() > limits.nothingHeardMs) return 'nothing_heard';
    if (this.#question?.failed) return 'unanswered';
    if (signs.owesSince !== null && now - signs.owesSince > limits.catchUpMs) return 'nothing_delivered';
    const unconfirmedMs = signs.unconfirmedSince === null ? 0 : now - signs.unconfirmedSince;
    if (unconfirmedMs > limits.unconfirmedMs + limits.answerMs) return 'sends_unconfirmed';
    const quietSince = Math.max(signs.usefulAt.getTime(), signs.openedAt.getTime());
    const doubted = unconfirmedMs > limits.unconfirmedMs && !this.#askedSince(signs.unconfirmedSince ?? 0);
    if (now - quietSince > limits.quietMs || doubted) this.#ask(signs.socket);
    return null;
  }

  /** Whether the connection has shown since it was opened that it works. */
  works(signs: Signs): boolean {
    if (this.#asked !== signs.socket) this.#ask(signs.socket);
    const answered = (this.#question?.answeredAt ?? 0) > signs.openedAt.getTime();
    return answered && signs.unconfirmedSince === null && signs.owesSince === null;
  }

  #askedSince(time: number): boolean {
    return this.#question !== undefined && this.#question.askedAt >= time;
  }

  /** How many pre-keys the server has: nothing changes by asking, and Baileys asks it at each login. */
  #ask(socket: WASocket): void {
    if (this.#asked === socket && this.#question && this.#question.answeredAt === undefined) return;
    const question: Question = { askedAt: Date.now() };
    this.#question = question;
    this.#asked = socket;
    const node = {
      tag: 'iq',
      attrs: { xmlns: 'encrypt', type: 'get', to: '@s.whatsapp.net' },
      content: [{ tag: 'count', attrs: {} }],
    };
    void this.#await(question, socket.query(node, this.#limits.answerMs));
  }

  async #await(question: Question, answer: Promise<unknown>): Promise<void> {
    let isAnswered: boolean;
    try {
      // When the time is over Baileys says undefined, or throws; whichever of its two timers comes first.
      isAnswered = (await answer) !== undefined;
    } catch (error) {
      const status = (error as { output?: { statusCode?: number } }).output?.statusCode;
      // A refusal is an answer; that the line is gone isn't.
      isAnswered = status !== 408 && status !== 428;
    }
    if (isAnswered) question.answeredAt = Date.now();
    else question.failed = true;
  }
}
