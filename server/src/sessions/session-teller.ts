import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import type { AccountSeal } from '../db/seal.ts';
import type { ReasonCode } from './session-reasons.ts';
import type { SessionStatus } from './entities.ts';
import { changeSession, type SessionChange } from './session-rows.ts';
import type { OwnedSession } from './vault-storage.ts';

/**
 * Tells the database how a session is, in the order of the calls. What the database can't take now is kept, and told
 * with what comes next.
 */
export class SessionTeller {
  readonly #options: { database: Database; owned: OwnedSession; log: Logger; onLost: () => void };
  #writes: Promise<unknown> = Promise.resolve();
  #untold: SessionChange | undefined;
  #status: SessionStatus | undefined;
  #reason: ReasonCode | undefined;

  /** `onLost`: somebody else owns the session by now, or it was removed or paused. */
  constructor(options: { database: Database; owned: OwnedSession; log: Logger; onLost: () => void }) {
    this.#options = options;
  }

  /** The status that the database has, as far as this process knows. */
  get status(): SessionStatus | undefined {
    return this.#status;
  }

  /** What was read from the database. */
  know(status: SessionStatus): void {
    this.#status = status;
  }

  /** Answers whether it's stored. */
  tell(change: SessionChange, seal: AccountSeal): Promise<boolean> {
    const mine = this.#writes.then(() => this.#write(change, seal));
    this.#writes = mine;
    return mine;
  }

  /** The same, unless it was said already and nothing else since. */
  async tellOnce(change: SessionChange, seal: AccountSeal): Promise<void> {
    await this.#writes;
    if (this.#status === change.status && this.#reason === change.reason?.code) return;
    await this.tell(change, seal);
  }

  /** Tells what the database couldn't take before. */
  retell(seal: AccountSeal): void {
    if (this.#untold) void this.tell({}, seal);
  }

  /** Resolves when all that was told is stored, or couldn't be. */
  async settled(): Promise<void> {
    await this.#writes;
  }

  async #write(change: SessionChange, seal: AccountSeal): Promise<boolean> {
    const whole = { ...this.#untold, ...change };
    if (Object.keys(whole).length === 0) return true;
    const { database, owned, log, onLost } = this.#options;
    try {
      const changed = await changeSession({ database, owned, seal, change: whole });
      this.#untold = undefined;
      if (!changed) onLost();
      else {
        if (whole.status) this.#status = whole.status;
        if (whole.reason !== undefined) this.#reason = whole.reason?.code;
      }
      return changed;
    } catch (error) {
      this.#untold = whole;
      log.warn({ err: error }, 'the state of the session could not be stored yet');
      return false;
    }
  }
}
