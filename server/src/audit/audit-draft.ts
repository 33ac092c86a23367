import type { Transaction } from '../db/database.ts';
import { parseAnyTypeId } from '../db/ids.ts';
import { type AuditActor, type AuditOrigin, type NewAuditEntry } from './audit-entry.ts';
import { recordAudit } from './record-audit.ts';

/**
 * The entry of one call of an operation that the contract audits. It is written at the end of the call's transaction
 * (`call.inAccount`), or by the handler itself where it has a transaction of its own (`write`).
 */
export class AuditDraft {
  readonly #entry: NewAuditEntry;
  #state: 'wanted' | 'unneeded' | 'written';
  #writtenIn: Transaction | undefined;

  /** `always`: false for a read, which tells of itself only where the handler says so (`note`). */
  constructor(options: {
    action: string;
    actor: AuditActor;
    origin: AuditOrigin;
    /** The path's parameters: the last id among them is what it is done to. */
    params: Record<string, unknown>;
    always: boolean;
  }) {
    this.#entry = {
      action: options.action,
      ...options.actor,
      ...options.origin,
      ...targetOf(options.params),
    };
    this.#state = options.always ? 'wanted' : 'unneeded';
  }

  /** Says what it is done to: its id as the API shows it (left out: the one of the path), and perhaps its name. */
  target(kind: string, id: string | null | undefined, name: string | null = null): this {
    this.#entry.target_kind = kind;
    if (id !== undefined) this.#entry.target_id = id;
    this.#entry.target_name = name?.slice(0, 200) ?? null;
    return this;
  }

  /** Says what changed. Never give it a secret, message text or a customer's name. */
  change(change: { before?: Record<string, unknown> | null; after?: Record<string, unknown> | null }): this {
    Object.assign(this.#entry, change);
    return this;
  }

  /** A read that is to be told of. */
  note(): void {
    if (this.#state === 'unneeded') this.#state = 'wanted';
  }

  /** Nothing was done: the call repeated another one, or changed nothing. */
  nothingDone(): void {
    if (this.#state === 'wanted') this.#state = 'unneeded';
  }

  /** The entry as the audit of another account is told it, which reads whose credential it was. */
  toldElsewhere(actorAccountId: string): NewAuditEntry {
    return { ...this.#entry, actor_account_id: this.#entry.actor_account_id ?? actorAccountId };
  }

  /** Whether the entry is still to be written. */
  get wanted(): boolean {
    return this.#state === 'wanted';
  }

  /** Writes the entry into the transaction, once. One that is undone and tried again writes it again. */
  async write(tx: Transaction): Promise<void> {
    if (this.#state !== 'wanted' || this.#writtenIn === tx) return;
    await recordAudit(tx, this.#entry);
    this.#writtenIn = tx;
    tx.afterCommit(() => {
      this.#state = 'written';
    });
  }
}

function targetOf(params: Record<string, unknown>): Partial<NewAuditEntry> {
  for (const value of Object.values(params).toReversed()) {
    const parsed = typeof value === 'string' ? parseAnyTypeId(value) : null;
    if (parsed)
      return { target_kind: parsed.noun.toLowerCase().replaceAll(' ', '_'), target_id: value as string };
  }
  return {};
}
