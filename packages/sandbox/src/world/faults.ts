import { limits } from '../limits.ts';
import { SandboxProblem } from '../problem.ts';
import type { Store } from '../store/store.ts';

/** Faults that can be asked for; `README.md` says what each does. */
export const faultKinds = [
  'drop',
  'silent_ack',
  'ack_error',
  'redelivery',
  'retry_request',
  'login_failure',
  'upgrade_status',
  'stream_error',
  'query',
  'media',
  'media_retry',
  'phone_silent',
  'clock_skew',
  'latency',
  'delivery',
  'corrupt_enc',
  'pre_keys_consumed',
  'identity_change',
  'reachout_limit',
  'new_chat_quota',
  'qr_expired',
  'deaf',
  'ban',
  'replaced',
  'passkey_request',
  'bad_frame',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** What a caller asks for; fields that a kind does not use are refused by the control API. */
export interface FaultRequest {
  kind: FaultKind;
  /** The phone that it concerns; absent: any. */
  number?: string;
  device?: number;
  /** How often it strikes before it is spent; absent: once. Zero: until it is deleted. */
  times?: number;
  /** Chance that it strikes when it could, from 0 to 1; absent: always. */
  probability?: number;
  /** Makes the chances repeatable. */
  seed?: number;
  on?: 'now' | 'handover' | 'send' | 'accepted' | 'upload' | 'download';
  delivered?: boolean;
  copies?: number;
  messageId?: string;
  askAfterMs?: number;
  reason?: number;
  status?: number;
  code?: string;
  xmlns?: string;
  /** First child of a query. */
  child?: string;
  delayMs?: number;
  jitterMs?: number;
  truncate?: boolean;
  result?: 'not_found' | 'error' | 'silent';
  offsetMs?: number;
  effect?: 'lost' | 'late' | 'swap' | 'twice';
  stanza?: 'message' | 'receipt' | 'notification';
  /** What was lost never comes back. */
  forever?: boolean;
  keep?: number;
  seconds?: number;
  quota?: number;
  pings?: boolean;
  afterOpenMs?: number;
  shape?: 'garbage' | 'giant' | 'unreadable';
}

/** A fault and what became of it. */
export interface Fault extends FaultRequest {
  id: string;
  struck: number;
  /** Strikes left; null: no end. */
  left: number | null;
  /** When it ends by itself, milliseconds. */
  until?: number;
  /** silent_ack with `delivered: false`: the messages that the network lost, the latest of them. */
  lost?: string[];
}

interface Kept {
  fault: Fault;
  random: () => number;
  /** How many chances were drawn, so that a restart goes on in the same row of them. */
  drawn: number;
}

/** Faults that wait for their moment; kept across restarts. */
export class Faults {
  readonly #store: Store;
  readonly #faults = new Map<string, Kept>();
  readonly #struck: (fault: Fault) => void;
  #next = 1;

  /** @param struck told of each strike */
  constructor(store: Store, struck: (fault: Fault) => void) {
    this.#store = store;
    this.#struck = struck;
    this.load();
  }

  /** Reads the faults from the store. */
  load(): void {
    this.#faults.clear();
    for (const [id, { fault, drawn }] of this.#store.load<{ fault: Fault; drawn: number }>('fault')) {
      const random = randomFor(fault);
      for (let draw = 0; draw < drawn; draw++) random();
      this.#faults.set(id, { fault, random, drawn });
      this.#next = Math.max(this.#next, Number(id.split('_')[1]) + 1);
    }
  }

  add(request: FaultRequest): Fault {
    if (this.#faults.size >= limits.faults) {
      throw new SandboxProblem(
        409,
        'too_many_faults',
        `At most ${limits.faults} faults at a time; delete some.`,
      );
    }
    const id = `fault_${this.#next++}`;
    const times = request.times ?? (lasting.has(request.kind) ? 0 : 1);
    const fault: Fault = {
      ...request,
      id,
      struck: 0,
      left: times === 0 ? null : times,
      ...(request.seconds === undefined ? {} : { until: Date.now() + request.seconds * 1000 }),
    };
    const kept: Kept = { fault, random: randomFor(fault), drawn: 0 };
    this.#faults.set(id, kept);
    this.#save(kept);
    return { ...fault };
  }

  list(): Fault[] {
    return [...this.#faults.values()].map(({ fault }) => ({ ...fault }));
  }

  /** Takes a fault back; answers it. */
  remove(id: string): Fault | undefined {
    const kept = this.#faults.get(id);
    this.#faults.delete(id);
    this.#store.remove('fault', id);
    return kept?.fault;
  }

  clear(): void {
    for (const id of this.#faults.keys()) this.remove(id);
  }

  /** Whether a fault of this kind strikes here and now; it is counted if so. */
  strike(
    kind: FaultKind,
    where: { number?: string; device?: number },
    fits: (fault: Fault) => boolean = () => true,
  ): Fault | undefined {
    if (this.#faults.size === 0) return undefined;
    for (const kept of this.#faults.values()) {
      if (!concerns(kept.fault, kind, where) || !fits(kept.fault)) continue;
      if (kept.fault.probability !== undefined) {
        kept.drawn += 1;
        this.#save(kept);
        if (kept.random() >= kept.fault.probability) continue;
      }
      this.count(kept.fault.id);
      return { ...kept.fault };
    }
    return undefined;
  }

  /** A fault of this kind that is in force here; it is not counted. */
  holds(
    kind: FaultKind,
    where: { number?: string; device?: number },
    fits: (fault: Fault) => boolean = () => true,
  ): Fault | undefined {
    if (this.#faults.size === 0) return undefined;
    return [...this.#faults.values()].find(({ fault }) => concerns(fault, kind, where) && fits(fault))?.fault;
  }

  /** Counts a strike of a fault that strikes at once. */
  count(id: string): void {
    const kept = this.#faults.get(id);
    if (!kept) return;
    const { fault } = kept;
    fault.struck += 1;
    if (fault.left !== null) fault.left = Math.max(0, fault.left - 1);
    this.#save(kept);
    this.#struck({ ...fault });
  }

  /** Remembers which message a fault has swallowed: no ledger knows it. */
  swallowed(id: string, messageId: string): void {
    const kept = this.#faults.get(id);
    if (!kept) return;
    kept.fault.lost = [...(kept.fault.lost ?? []), messageId].slice(-limits.swallowedPerFault);
    this.#save(kept);
  }

  #save(kept: Kept): void {
    this.#store.put('fault', kept.fault.id, () => ({ fault: kept.fault, drawn: kept.drawn }));
  }
}

/** Whether a fault that ends by itself has not ended. */
export function isInForce(fault: Fault): boolean {
  return fault.until === undefined || fault.until > Date.now();
}

/** Kinds that are a state rather than an event: absent `times` means until they are deleted. */
const lasting: ReadonlySet<FaultKind> = new Set([
  'reachout_limit',
  'new_chat_quota',
  'ban',
  'latency',
  'phone_silent',
]);

function concerns(fault: Fault, kind: FaultKind, where: { number?: string; device?: number }): boolean {
  if (fault.kind !== kind || fault.left === 0) return false;
  if (fault.number !== undefined && fault.number !== where.number) return false;
  return fault.device === undefined || fault.device === where.device;
}

function randomFor(fault: FaultRequest): () => number {
  return fault.seed === undefined ? Math.random : seededRandom(fault.seed);
}

/** A small repeatable generator (mulberry32): the same seed gives the same faults. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
