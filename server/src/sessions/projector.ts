import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { readAccountSettings } from '../accounts/settings.ts';
import { IdentityRaceError } from '../contacts/resolve-identity.ts';
import { type Database, inAccount, type Transaction } from '../db/database.ts';
import { DatabaseUnavailable } from '../db/database-errors.ts';
import type { AccountSeal, Sealing } from '../db/seal.ts';
import { applyChanges } from '../inbox/apply-changes.ts';
import { type ReceivedMessage, receiveMessages } from '../inbox/receive-message.ts';
import { outcomeOfChange, outcomeOfIgnored, outcomeOfMessage, type RowOutcome } from './journal/outcomes.ts';
import { arrivalOf, type JournalRow, readJournalRow } from './journal-row.ts';
import { jidServer } from './jid.ts';
import { sessionLimits } from './limits.ts';
import { type Baileys, loadBaileys } from './baileys.ts';

interface ReadRow {
  row: JournalRow;
  entry: ReturnType<typeof readJournalRow>;
}

interface Lane {
  accountId: string;
  sessionId: string;
  /** Something was journalled since the running round began. */
  again: boolean;
  running: Promise<void> | undefined;
}

/**
 * Makes contacts, conversations and messages of what is in the journal: in order per session, in batches, from
 * where it stopped. One projector per session works at a time, in whatever process. A row that can't be projected
 * is set aside after some attempts, with the failure noted, and never holds up the others.
 */
export class Projector {
  readonly #database: Database;
  readonly #sealing: Sealing;
  readonly #log: Logger;
  readonly #transport: string;
  readonly #undecryptableMs: number;
  readonly #lanes = new Map<string, Lane>();
  #stopped = false;
  #sweep: NodeJS.Timeout | undefined;

  constructor(options: {
    database: Database;
    sealing: Sealing;
    log: Logger;
    transport: 'sandbox' | 'live';
    /** How long what can't be decrypted may take to come again before it is shown as such. */
    undecryptableMs?: number;
  }) {
    this.#database = options.database;
    this.#sealing = options.sealing;
    this.#log = options.log;
    this.#transport = options.transport;
    this.#undecryptableMs = options.undecryptableMs ?? sessionLimits.undecryptableMs;
  }

  /** Takes up what was left, and looks now and then for what nobody woke it for. */
  start(): void {
    const look = (): void => void this.#lookForWork();
    look();
    this.#sweep = setInterval(look, sessionLimits.projectionSweepMs);
  }

  /** Finishes the rounds that are running. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#sweep);
    await Promise.all([...this.#lanes.values()].map(async ({ running }) => running));
  }

  /** Messages of a session were journalled. */
  wake(accountId: string, sessionId: string): void {
    if (this.#stopped) return;
    const lane: Lane = this.#lanes.get(sessionId) ?? {
      accountId,
      sessionId,
      again: false,
      running: undefined,
    };
    this.#lanes.set(sessionId, lane);
    lane.again = true;
    lane.running ??= this.#work(lane).finally(() => {
      lane.running = undefined;
      if (lane.again && !this.#stopped) this.wake(accountId, sessionId);
      else this.#lanes.delete(sessionId);
    });
  }

  /** Resolves when what is journalled by now has been projected, or can't be. */
  async settled(accountId: string, sessionId: string): Promise<void> {
    this.wake(accountId, sessionId);
    await this.#lanes.get(sessionId)?.running;
  }

  async #lookForWork(): Promise<void> {
    try {
      const rows = await this.#database.crossing<{ account_id: string; session_id: string }>(
        'unprojected_sessions',
        [this.#transport, sessionLimits.projectionAttempts, this.#undecryptableMs, 1_000],
      );
      for (const row of rows) this.wake(row.account_id, row.session_id);
    } catch (error) {
      this.#log.warn({ err: error }, 'the journal could not be looked through');
    }
  }

  async #work(lane: Lane): Promise<void> {
    const baileys = await loadBaileys();
    for (let failures = 0; lane.again && !this.#stopped; ) {
      lane.again = false;
      try {
        const seal = await this.#sealing.forAccount(lane.accountId);
        const done = await this.#round(lane, { baileys, seal });
        failures = 0;
        if (done === sessionLimits.projectionBatch) lane.again = true;
      } catch (error) {
        failures += 1;
        if (failures >= 3) {
          this.#log.warn({ err: error, session: lane.sessionId }, 'the journal could not be projected now');
          return;
        }
        await sleep(50 * 4 ** failures);
        lane.again = true;
      }
    }
  }

  /** One batch in one transaction; if that fails, row by row, so that the one that's to blame is known. */
  async #round(lane: Lane, tools: { baileys: Baileys; seal: AccountSeal }): Promise<number> {
    try {
      return await this.#project(lane, tools, sessionLimits.projectionBatch);
    } catch (error) {
      if (isPassing(error)) throw error;
      this.#log.warn(
        { err: error, session: lane.sessionId },
        'a batch of the journal failed; it is taken row by row',
      );
      return await this.#oneByOne(lane, tools);
    }
  }

  async #oneByOne(lane: Lane, tools: { baileys: Baileys; seal: AccountSeal }): Promise<number> {
    for (let done = 0; done < sessionLimits.projectionBatch; done += 1) {
      let position: number | undefined;
      try {
        const projected = await this.#project(lane, tools, 1, (first) => {
          position = first;
        });
        if (projected === 0) return done;
      } catch (error) {
        if (isPassing(error) || position === undefined) throw error;
        await this.#noteFailure(lane, position, error);
      }
    }
    return sessionLimits.projectionBatch;
  }

  #project(
    lane: Lane,
    tools: { baileys: Baileys; seal: AccountSeal },
    most: number,
    onFirst?: (position: number) => void,
  ): Promise<number> {
    return inAccount(this.#database, lane.accountId, async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 4201004))', [lane.sessionId]);
      const rows = await readUnprojected(tx, lane.sessionId, {
        most,
        undecryptableMs: this.#undecryptableMs,
      });
      if (rows[0]) onFirst?.(rows[0].position);
      if (rows.length === 0) return 0;
      const scope = { sessionId: lane.sessionId, seal: tools.seal };
      const { groups } = await readAccountSettings(tx);
      const read = (row: JournalRow): ReadRow => ({
        row,
        entry:
          !groups && jidServer(row.chat) === 'g.us'
            ? { ignored: 'groups_off' }
            : readJournalRow(row, { ...tools, ...scope }),
      });
      const entries = rows
        .toSorted((one, other) => arrivalOf(one).getTime() - arrivalOf(other).getTime())
        .map(read);
      const messages = entries.flatMap(({ row, entry }) => ('content' in entry ? [{ row, entry }] : []));
      const received = await receiveMessages(tx, { ...scope, messages: messages.map(({ entry }) => entry) });
      const early = await readWaiting(
        tx,
        lane.sessionId,
        messages.map(({ entry }) => entry),
      );
      const changes = [...early.map(read), ...entries].flatMap(({ row, entry }) =>
        'change' in entry ? [{ row, entry }] : [],
      );
      const applied = await applyChanges(tx, { ...scope, changes: changes.map(({ entry }) => entry) });
      await markProjected(tx, lane.sessionId, [
        ...messages.map(({ row, entry }, at) => ({ row, ...outcomeOfMessage(entry, received[at]!) })),
        ...changes.map(({ row, entry }, at) => ({
          row,
          ...outcomeOfChange(entry, applied[at]!),
          waitsFor: applied[at] ? null : entry.target.whatsappId,
        })),
        ...entries.flatMap(({ row, entry }) =>
          'ignored' in entry ? [{ row, ...outcomeOfIgnored(entry) }] : [],
        ),
      ]);
      return rows.length;
    });
  }

  async #noteFailure(lane: Lane, position: number, error: unknown): Promise<void> {
    const failure = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 500) : 'unknown';
    const [row] = await inAccount(this.#database, lane.accountId, (tx) =>
      tx.query<{ attempts: number }>(
        `update journal set attempts = attempts + 1, failure = $4
         where account_id = $1 and session_id = $2 and position = $3 returning attempts`,
        [tx.accountId, lane.sessionId, position, failure],
      ),
    );
    const setAside = (row?.attempts ?? 0) >= sessionLimits.projectionAttempts;
    this.#log.error(
      { err: error, session: lane.sessionId, position, setAside },
      'a message of the journal could not be projected',
    );
  }
}

function readUnprojected(
  tx: Transaction,
  sessionId: string,
  wanted: { most: number; undecryptableMs: number },
): Promise<JournalRow[]> {
  return tx.query<JournalRow>(
    `select j.position, j.chat, j.author, j.from_me, j.whatsapp_id, j.attributes, j.plaintext_sealed, j.received_at
     from journal j
     where j.account_id = $1 and j.session_id = $2 and j.projected_at is null and j.attempts < $3
       and j.kind <> 'history'
       and (j.plaintext_sealed is not null or not j.attributes ? 'undecryptable'
         or j.received_at < now() - $5 * interval '1 millisecond')
     order by j.position limit $4`,
    [tx.accountId, sessionId, sessionLimits.projectionAttempts, wanted.most, wanted.undecryptableMs],
  );
}

/** Changes that came before these messages, in their order. */
async function readWaiting(
  tx: Transaction,
  sessionId: string,
  messages: ReceivedMessage[],
): Promise<JournalRow[]> {
  if (messages.length === 0) return [];
  return tx.query<JournalRow>(
    `select j.position, j.chat, j.author, j.from_me, j.whatsapp_id, j.attributes, j.plaintext_sealed, j.received_at
     from journal j
     where j.account_id = $1 and j.session_id = $2 and j.waits_for = any($3) and j.projected_at is not null
       and j.plaintext_sealed is not null
     order by j.position limit $4`,
    [tx.accountId, sessionId, messages.map(({ whatsappId }) => whatsappId), sessionLimits.projectionBatch],
  );
}

async function markProjected(
  tx: Transaction,
  sessionId: string,
  done: (RowOutcome & { row: JournalRow; waitsFor?: string | null })[],
): Promise<void> {
  await tx.query(
    `update journal j set projected_at = now(), failure = null, waits_for = u.waits_for, content_kind = u.kind,
       outcome = u.outcome, outcome_reason = u.reason, message_id = u.message_id,
       plaintext_sealed = case when u.reason is distinct from 'groups_off' then j.plaintext_sealed end
     from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[])
       as u (position, waits_for, kind, outcome, reason, message_id)
     where j.account_id = $1 and j.session_id = $2 and j.position = u.position`,
    [
      tx.accountId,
      sessionId,
      done.map(({ row }) => row.position),
      done.map(({ waitsFor }) => waitsFor ?? null),
      done.map(({ kind }) => kind.slice(0, 50)),
      done.map(({ outcome }) => outcome),
      done.map(({ reason }) => reason),
      done.map(({ messageId }) => messageId),
    ],
  );
}

/** The row is not to blame: the database is down, or somebody else wrote at the same moment. */
function isPassing(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable || error instanceof IdentityRaceError) return true;
  // Deadlock, serialisation, lock timeout, statement timeout, shutdown.
  return ['40P01', '40001', '55P03', '57014', '57P01'].includes(String((error as { code?: unknown }).code));
}
