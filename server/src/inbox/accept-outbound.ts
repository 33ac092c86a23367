import type { Database } from '../db/database.ts';
import { DatabaseUnavailable } from '../db/database-errors.ts';
import { wakeRelays } from '../events/relay-signal.ts';
import { inProgress } from '../http/idempotency.ts';
import { Problem } from '../http/problem.ts';
import { INBOX_LIMITS } from './limits.ts';
import type { MessageRow, StoredAuthor, StoredMention, StoredQuoted } from './message-row.ts';

/** One message to be accepted; ids are UUIDs. Its proto is made and sealed already, for this message id. */
export interface OutboundRequest extends StoredAuthor {
  accountId: string;
  /** Whose Idempotency-Key it is. */
  operation: 'sendMessage' | 'forwardMessage';
  messageId: string;
  /** Exactly one of the three. */
  target: { conversationId: string } | { contactId: string } | { number: string };
  sessionId: string | null;
  /** The conversation in which the quoted message stands, if one is quoted. */
  quotedIn: string | null;
  quoted: StoredQuoted | null;
  /** What the caller is limited to; null: everything. */
  onlySessions: readonly string[] | null;
  onlyMember: string | null;
  idempotency: { key: string; bodyHash: Buffer } | null;
  content: object;
  flags: string[];
  mentions: StoredMention[];
  whatsappId: string;
  encodedSealed: Buffer;
  /** Not before then; null: now. */
  sendAt: Date | null;
  requireConnected: boolean;
  /** Accept a number that the network has not confirmed yet. */
  allowUnverified: boolean;
}

/** Why a message was not accepted; see accept_outbound in crossings.sql. */
export type OutboundRefusal =
  | 'key_reused'
  | 'in_progress'
  | 'number_unknown'
  | 'conversation_not_found'
  | 'contact_not_found'
  | 'session_not_found'
  | 'session_required'
  | 'session_mismatch'
  | 'session_removed'
  | 'session_not_connected'
  | 'quoted_elsewhere'
  | 'groups_off';

export type OutboundOutcome =
  | { outcome: 'accepted' | 'replayed'; message: MessageRow }
  | { outcome: OutboundRefusal; sessionId: string | null; sessionStatus: string | null };

interface Waiting {
  request: OutboundRequest;
  since: number;
  resolve(outcome: OutboundOutcome): void;
  reject(error: unknown): void;
}

type Limits = { readonly [name in keyof typeof INBOX_LIMITS]: number };

/**
 * Accepts messages: requests that wait at the same moment share one commit, whatever their accounts. What is answered
 * is committed. A request that breaks a batch, or waits for a twin, is tried by itself and hurts nobody else.
 */
export class OutboundAcceptor {
  readonly #database: Database;
  readonly #limits: Limits;
  readonly #queue: Waiting[] = [];
  #inFlight = 0;
  #scheduled = false;

  constructor(options: { database: Database; limits?: Partial<Limits> }) {
    this.#database = options.database;
    this.#limits = { ...INBOX_LIMITS, ...options.limits };
  }

  /** Resolves once the message is committed, or with why it is not. Throws 409, 503 and what the database throws. */
  async accept(request: OutboundRequest): Promise<OutboundOutcome> {
    if (this.#queue.length >= this.#limits.acceptQueue)
      throw new Problem({
        status: 503,
        code: 'unavailable',
        detail: 'Too many messages wait to be accepted at this moment. Try again in a moment.',
        headers: { 'retry-after': '1' },
      });
    return new Promise((resolve, reject) => {
      this.#queue.push({ request, since: performance.now(), resolve, reject });
      this.#schedule();
    });
  }

  /** At the end of this turn of the event loop, so that requests which came with the same read go together. */
  #schedule(): void {
    if (this.#scheduled || !this.#isDue()) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (!this.#isDue()) return;
      const batch = this.#queue.splice(0, this.#limits.acceptBatch);
      this.#inFlight += 1;
      void this.#run(batch).finally(() => {
        this.#inFlight -= 1;
        this.#schedule();
      });
      this.#schedule();
    });
  }

  #isDue(): boolean {
    const { acceptInFlight, acceptSecondFrom } = this.#limits;
    if (this.#inFlight === 0) return this.#queue.length > 0;
    return this.#inFlight < acceptInFlight && this.#queue.length >= acceptSecondFrom;
  }

  async #run(batch: Waiting[]): Promise<void> {
    const alone = batch.length === 1;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#commit(batch, alone ? this.#patience(batch[0]!) : this.#limits.acceptBatchLockMs);
        return;
      } catch (error) {
        const code = (error as { code?: unknown }).code;
        if (code === DEADLOCK && attempt < this.#limits.acceptAttempts) continue;
        if (error instanceof DatabaseUnavailable || alone) {
          const reason = code === LOCK_TIMEOUT ? inProgress() : error;
          for (const waiting of batch) waiting.reject(reason);
          return;
        }
        // The others go on without whoever waits for a twin or is broken. Not counted as in flight: a twin may take long.
        void this.#runSingly(batch);
        return;
      }
    }
  }

  async #runSingly(batch: Waiting[]): Promise<void> {
    const rest = batch.values();
    await Promise.all(
      Array.from({ length: this.#limits.acceptSingles }, async () => {
        for (const waiting of rest) await this.#run([waiting]);
      }),
    );
  }

  /** How much longer a request may wait for its twin. */
  #patience(waiting: Waiting): number {
    return Math.max(1, Math.round(waiting.since + this.#limits.twinWaitMs - performance.now()));
  }

  async #commit(batch: Waiting[], lockWaitMs: number): Promise<void> {
    const rows = await this.#database.crossing<OutcomeRow>('accept_outbound', [
      JSON.stringify(batch.map(({ request }, ordinal) => encodeRequest(request, ordinal))),
      lockWaitMs,
    ]);
    if (rows.some((row) => row.outcome === 'accepted')) wakeRelays();
    for (const row of rows) {
      const waiting = batch[row.ordinal];
      if (row.outcome === 'accepted')
        waiting?.resolve({ outcome: 'accepted', message: acceptedRow(waiting.request, row) });
      else if (row.outcome === 'replayed' && row.message)
        waiting?.resolve({ outcome: 'replayed', message: row.message });
      else
        waiting?.resolve({
          outcome: row.outcome as OutboundRefusal,
          sessionId: row.session_id,
          sessionStatus: row.session_status,
        });
    }
  }
}

const DEADLOCK = '40P01';
const LOCK_TIMEOUT = '55P03';

interface OutcomeRow {
  ordinal: number;
  outcome: OutboundOutcome['outcome'];
  session_id: string | null;
  session_status: string | null;
  conversation_id: string | null;
  case_id: string | null;
  accepted_ms: number | null;
  message: MessageRow | null;
}

/** What message_view shows of a message that has just been accepted. */
function acceptedRow(request: OutboundRequest, row: OutcomeRow): MessageRow {
  const acceptedAt = new Date(row.accepted_ms!).toISOString();
  const sendAt = request.sendAt?.toISOString() ?? null;
  return {
    account_id: request.accountId,
    id: request.messageId,
    conversation_id: row.conversation_id!,
    case_id: row.case_id,
    session_id: row.session_id!,
    direction: 'outbound',
    author_kind: request.author_kind,
    author_id: request.author_id,
    author_name: request.author_name,
    from_history: false,
    content: request.content as MessageRow['content'],
    quoted: request.quoted,
    mentions: request.mentions,
    flags: request.flags,
    reactions: [],
    edited_at: null,
    deleted_at: null,
    pending_change: null,
    ad: null,
    status: 'queued',
    receipts: null,
    failure: null,
    whatsapp_id: request.whatsappId,
    timestamp: sendAt ?? acceptedAt,
    send_at: sendAt,
    revision: 1,
    created_at: acceptedAt,
    updated_at: acceptedAt,
  };
}

/** The type outbound_request of crossings.sql; what is null there is left out. */
function encodeRequest(request: OutboundRequest, ordinal: number): object {
  const { target } = request;
  return {
    ordinal,
    account_id: request.accountId,
    operation: request.operation,
    key: request.idempotency?.key,
    body_hash: request.idempotency && `\\x${request.idempotency.bodyHash.toString('hex')}`,
    message_id: request.messageId,
    conversation_id: 'conversationId' in target ? target.conversationId : undefined,
    contact_id: 'contactId' in target ? target.contactId : undefined,
    number: 'number' in target ? target.number : undefined,
    session_id: request.sessionId ?? undefined,
    quoted_in: request.quotedIn ?? undefined,
    only_sessions: request.onlySessions ?? undefined,
    only_member: request.onlyMember ?? undefined,
    author_kind: request.author_kind,
    author_id: request.author_id,
    author_name: request.author_name,
    content: request.content,
    flags: request.flags,
    mentions: request.mentions,
    quoted: request.quoted ?? undefined,
    whatsapp_id: request.whatsappId,
    encoded_sealed: request.encodedSealed.toString('base64'),
    send_at: request.sendAt?.toISOString(),
    require_connected: request.requireConnected,
    allow_unverified: request.allowUnverified,
  };
}
