import { limits } from '../limits.ts';
import { SandboxProblem } from '../problem.ts';

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
  on?: 'now' | 'handover' | 'send' | 'accepted';
  delivered?: boolean;
  copies?: number;
  messageId?: string;
  askAfterMs?: number;
  reason?: number;
  status?: number;
  code?: string;
  xmlns?: string;
}

/** A fault and what became of it. */
export interface Fault extends FaultRequest {
  id: string;
  struck: number;
  /** Strikes left; null: no end. */
  left: number | null;
}

/** Faults that wait for their moment. They live as long as the process. */
export class Faults {
  readonly #faults = new Map<string, Fault & { random: () => number }>();
  readonly #struck: (fault: Fault) => void;
  #next = 1;

  /** @param struck told of each strike */
  constructor(struck: (fault: Fault) => void) {
    this.#struck = struck;
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
    const times = request.times ?? 1;
    const fault = {
      ...request,
      id,
      struck: 0,
      left: times === 0 ? null : times,
      random: request.seed === undefined ? Math.random : seededRandom(request.seed),
    };
    this.#faults.set(id, fault);
    return publicFault(fault);
  }

  list(): Fault[] {
    return [...this.#faults.values()].map(publicFault);
  }

  remove(id: string): boolean {
    return this.#faults.delete(id);
  }

  clear(): void {
    this.#faults.clear();
  }

  /** Whether a fault of this kind strikes here and now; it is counted if so. */
  strike(
    kind: FaultKind,
    where: { number?: string; device?: number },
    fits: (fault: FaultRequest) => boolean = () => true,
  ): Fault | undefined {
    if (this.#faults.size === 0) return undefined;
    for (const fault of this.#faults.values()) {
      if (fault.kind !== kind || fault.left === 0) continue;
      if (fault.number !== undefined && fault.number !== where.number) continue;
      if (fault.device !== undefined && fault.device !== where.device) continue;
      if (!fits(fault)) continue;
      if (fault.probability !== undefined && fault.random() >= fault.probability) continue;
      this.count(fault.id);
      return publicFault(fault);
    }
    return undefined;
  }

  /** Counts a strike of a fault that strikes at once. */
  count(id: string): void {
    const fault = this.#faults.get(id);
    if (!fault) return;
    fault.struck += 1;
    if (fault.left !== null) fault.left = Math.max(0, fault.left - 1);
    this.#struck(publicFault(fault));
  }
}

function publicFault(fault: Fault & { random: () => number }): Fault {
  const { random: _, ...rest } = fault;
  return rest;
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
