import type { Agent } from 'node:http';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { proto } from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import { readAccountSettings } from '../../accounts/settings.ts';
import { cutText } from '../../inbox/cut-text.ts';
import { type Database, inAccount, type Transaction } from '../../db/database.ts';
import type { AccountSeal, Sealing } from '../../db/seal.ts';
import { recordEvent } from '../../events/record-event.ts';
import { type HistoryChat, receiveHistory, receiveProfileNames } from '../../inbox/receive-history.ts';
import type { Media } from '../../media/media.ts';
import { type Baileys, loadBaileys } from '../baileys.ts';
import type { Self } from '../inbound-ledger.ts';
import { jidOfLid, jidOfNumber } from '../jid.ts';
import { sessionLimits } from '../limits.ts';
import { journalRow } from '../vault-storage.ts';
import { downloadHistory } from './download-history.ts';
import { type HistoryWish, partyOf, readHistoryChat } from './read-chat.ts';
import { HistoryBrokenError, unpackHistory } from './unpack-history.ts';

export interface HistorianOptions {
  database: Database;
  sealing: Sealing;
  media: Media;
  log: Logger;
  transport: 'sandbox' | 'live';
  /** The media host that a connected session may use; null while it isn't connected here. */
  mediaHost(session: { accountId: string; sessionId: string }): Promise<string | null>;
  /** What its downloads go through; null for the direct way. */
  agentOf(session: { accountId: string; sessionId: string }): Promise<Agent | null>;
}

interface Lane {
  accountId: string;
  sessionId: string;
  again: boolean;
  running: Promise<void> | undefined;
}

/** A piece of history in the journal. */
interface Piece {
  position: number;
  chat: string;
  author: string;
  from_me: boolean;
  whatsapp_id: string;
  plaintext_sealed: Buffer | null;
  received_at: Date;
  /** Chats of it that are in the inbox. */
  imported: number;
}

/** HistorySync: its chats, and names that people have given themselves. */
const FIELDS = { conversations: 2, pushnames: 7 } as const;

/**
 * Puts what a phone had before it was paired into the inbox, from the journal: piece by piece in the order in which the
 * phone sent them, in small transactions beside everything else. Each says how far it has come, so that a process that dies
 * is taken up where it was, and nothing is there twice. A piece that can't be read is set aside, and holds up no other.
 */
export class Historian {
  readonly #options: HistorianOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #stopping = new AbortController();
  #sweep: NodeJS.Timeout | undefined;

  constructor(options: HistorianOptions) {
    this.#options = options;
  }

  /** Takes up what was left, and looks now and then for what nobody woke it for. */
  start(): void {
    const look = (): void => void this.#lookForWork();
    look();
    this.#sweep = setInterval(look, sessionLimits.historySweepMs);
  }

  /** Finishes the transactions that are running; the rest is taken up by whoever starts next. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#sweep);
    await Promise.all([...this.#lanes.values()].map(async ({ running }) => running));
  }

  /** Pieces of a session's history were journalled. */
  wake(accountId: string, sessionId: string): void {
    if (this.#stopping.signal.aborted) return;
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
      if (lane.again) this.wake(accountId, sessionId);
      else this.#lanes.delete(sessionId);
    });
  }

  async #lookForWork(): Promise<void> {
    const { database, log, transport } = this.#options;
    try {
      const rows = await database.crossing<{ account_id: string; session_id: string }>('waiting_histories', [
        transport,
        sessionLimits.historyAttempts,
        1_000,
      ]);
      for (const row of rows) this.wake(row.account_id, row.session_id);
    } catch (error) {
      log.warn({ err: error }, 'histories that wait could not be looked for');
    }
  }

  async #work(lane: Lane): Promise<void> {
    const { log, sealing } = this.#options;
    lane.again = false;
    for (let failures = 0; !this.#stopping.signal.aborted; ) {
      try {
        const seal = await sealing.forAccount(lane.accountId);
        const piece = await this.#next(lane);
        if (!piece) return;
        await this.#import(lane, piece, seal);
        failures = 0;
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        failures += 1;
        log.warn(
          { err: error, session: lane.sessionId, failures },
          'a piece of history could not be imported',
        );
        if (failures > sessionLimits.historyAttempts) return;
        await sleep(sessionLimits.historyRetryMs * 2 ** failures, undefined, {
          signal: this.#stopping.signal,
        }).catch(() => {});
      }
    }
  }

  /** The oldest piece that waits; taking it counts as an attempt, so that one that kills its process is given up. */
  async #next({ accountId, sessionId }: Lane): Promise<Piece | undefined> {
    const [piece] = await inAccount(this.#options.database, accountId, (tx) =>
      tx.query<Piece>(
        `update journal j set attempts = j.attempts + 1
         where j.account_id = $1 and j.session_id = $2 and j.position = (
           select w.position from journal w
           where w.account_id = $1 and w.session_id = $2 and w.kind = 'history' and w.projected_at is null
             and w.attempts < $3
           order by w.position limit 1)
         returning j.position, j.chat, j.author, j.from_me, j.whatsapp_id, j.plaintext_sealed, j.received_at,
           coalesce((j.attributes ->> 'imported')::integer, 0) as imported`,
        [tx.accountId, sessionId, sessionLimits.historyAttempts],
      ),
    );
    return piece;
  }

  async #import(lane: Lane, piece: Piece, seal: AccountSeal): Promise<void> {
    const baileys = await loadBaileys();
    const notification = readNotification(baileys, piece, { sessionId: lane.sessionId, seal });
    const { wish, self, messagesPerChat } = await this.#wishOf(lane, piece);
    if (!notification || messagesPerChat === 0)
      return this.#finish(lane, piece, { progress: null, reason: 'history_not_wanted' });
    try {
      await this.#withBytes(lane, notification, (bytes) =>
        this.#importFrom(bytes, { lane, piece, seal, baileys, wish, self, messagesPerChat }),
      );
    } catch (error) {
      if (!(error instanceof HistoryBrokenError)) throw error;
      this.#options.log.warn({ err: error, session: lane.sessionId }, 'a piece of history is broken');
      return this.#finish(lane, piece, { progress: null, reason: 'history_broken' });
    }
    const begins = notification.syncType === baileys.proto.Message.HistorySyncType.INITIAL_BOOTSTRAP;
    const progress = Math.min(100, notification.progress ?? 0);
    await this.#finish(lane, piece, { progress: { value: progress, begins }, reason: 'history' });
  }

  async #importFrom(
    bytes: Readable,
    options: {
      lane: Lane;
      piece: Piece;
      seal: AccountSeal;
      baileys: Baileys;
      wish: HistoryWish;
      self: Self;
      messagesPerChat: number;
    },
  ): Promise<void> {
    const { lane, piece, seal, baileys, wish, self, messagesPerChat } = options;
    const { proto } = baileys;
    const { sessionId } = lane;
    let chats: HistoryChat[] = [];
    let names: ProfileName[] = [];
    let place = 0;
    let messages = 0;
    const store = async (): Promise<void> => {
      await this.#inTurn(lane, async (tx) => {
        await receiveHistory(tx, { sessionId, seal, chats, messagesPerChat });
        if (names.length > 0) await receiveProfileNames(tx, names);
        await tx.query(
          `update journal set attributes = attributes || jsonb_build_object('imported', $4::integer), attempts = 1
           where account_id = $1 and session_id = $2 and position = $3`,
          [tx.accountId, sessionId, piece.position, place],
        );
      });
      chats = [];
      names = [];
      messages = 0;
    };
    for await (const field of unpackHistory(bytes)) {
      this.#stopping.signal.throwIfAborted();
      if (field.number === FIELDS.pushnames) names.push(...readName(proto.Pushname.decode(field.bytes)));
      if (field.number === FIELDS.conversations) {
        place += 1;
        if (place <= piece.imported) continue;
        const conversation = proto.Conversation.decode(field.bytes);
        const chat = readHistoryChat(baileys, conversation, { self, wish });
        if (chat) chats.push(chat);
        messages += chat?.messages.length ?? 0;
      }
      if (messages >= sessionLimits.historyBatch || names.length >= sessionLimits.historyBatch) await store();
    }
    if (chats.length > 0 || names.length > 0) await store();
  }

  /** What the account wants of a history, and who the session is. */
  async #wishOf(
    { accountId, sessionId }: Lane,
    piece: Piece,
  ): Promise<{ wish: HistoryWish; self: Self; messagesPerChat: number }> {
    return inAccount(this.#options.database, accountId, async (tx) => {
      const { groups, history } = await readAccountSettings(tx);
      const [session] = await tx.query<{ number: string | null; lid: string | null }>(
        'select number, lid from sessions where account_id = $1 and id = $2',
        [tx.accountId, sessionId],
      );
      const now = piece.received_at;
      return {
        wish: {
          groups,
          now,
          since: new Date(now.getTime() - history.days * DAY_MS),
          filesSince: new Date(now.getTime() - sessionLimits.historyFilesMs),
        },
        self: {
          id: session?.number ? jidOfNumber(session.number) : undefined,
          lid: session?.lid ? jidOfLid(session.lid) : undefined,
        },
        messagesPerChat: history.days === 0 ? 0 : history.messagesPerChat,
      };
    });
  }

  /** Reads from the notification itself, or from where it says that the piece is. */
  async #withBytes(
    lane: Lane,
    notification: proto.Message.IHistorySyncNotification,
    use: (bytes: Readable) => Promise<void>,
  ): Promise<void> {
    const inline = notification.initialHistBootstrapInlinePayload;
    if (inline?.length) return use(Readable.from([inline]));
    const { media, transport } = this.#options;
    await media.workshop.withFile(async (path) => {
      await downloadHistory(notification, {
        path,
        transport,
        host: await this.#options.mediaHost(lane),
        agent: await this.#options.agentOf(lane),
        signal: this.#stopping.signal,
      });
      await use(createReadStream(path));
    });
  }

  /** In one order with what comes live, so that both find the same contacts and conversations. */
  async #inTurn(lane: Lane, work: (tx: Transaction) => Promise<void>): Promise<void> {
    await inAccount(this.#options.database, lane.accountId, async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 4201004))', [lane.sessionId]);
      await work(tx);
    });
  }

  async #finish(
    lane: Lane,
    piece: Piece,
    end: { progress: { value: number; begins: boolean } | null; reason: string },
  ): Promise<void> {
    await this.#inTurn(lane, async (tx) => {
      await tx.query(
        `update journal set projected_at = now(), failure = null, plaintext_sealed = null, content_kind = 'protocol',
           outcome = 'ignored', outcome_reason = $4
         where account_id = $1 and session_id = $2 and position = $3`,
        [tx.accountId, lane.sessionId, piece.position, end.reason],
      );
      if (!end.progress) return;
      const told = await tx.query(
        `update sessions set history = jsonb_build_object('progress', $3::integer), revision = revision + 1,
           updated_at = now()
         where account_id = $1 and id = $2
           and ($4 or coalesce((history ->> 'progress')::integer, -1) < $3::integer) returning id`,
        [tx.accountId, lane.sessionId, end.progress.value, end.progress.begins],
      );
      if (told.length > 0) await recordEvent(tx, { type: 'session.updated', subjectId: lane.sessionId });
    });
  }
}

const DAY_MS = 24 * 3_600_000;

interface ProfileName {
  lid: string | null;
  number: string | null;
  name: string;
}

function readNotification(
  baileys: Baileys,
  piece: Piece,
  options: { sessionId: string; seal: AccountSeal },
): proto.Message.IHistorySyncNotification | null {
  if (!piece.plaintext_sealed) return null;
  const key = {
    chat: piece.chat,
    author: piece.author,
    fromMe: piece.from_me,
    whatsappId: piece.whatsapp_id,
  };
  const plaintext = options.seal.open('journal', journalRow(options.sessionId, key), piece.plaintext_sealed);
  return baileys.proto.Message.decode(plaintext).protocolMessage?.historySyncNotification ?? null;
}

function readName({ id, pushname }: proto.IPushname): ProfileName[] {
  const party = partyOf(id);
  const name = cutText(pushname ?? '', sessionLimits.profileNameLength).trim();
  return party && name ? [{ lid: party.lid, number: party.number, name }] : [];
}
