import type { proto } from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import { type Database, inAccount, type Transaction } from '../../db/database.ts';
import type { Baileys, WASocket } from '../baileys.ts';
import { bareJid, jidServer } from '../jid.ts';
import { sessionLimits } from '../limits.ts';
import type { OwnedSession } from '../vault-storage.ts';

/** A row of the journal without its content, which the phone has. */
export interface AwaitedRow {
  position: number;
  chat: string;
  author: string;
  fromMe: boolean;
  whatsappId: string;
  attributes: Record<string, string>;
}

/**
 * The contents of one session's messages that only its phone has: leads from ads, and what can't be decrypted. They are
 * asked for when they come, at each connection and now and then between, as long as WhatsApp keeps such requests
 * sensible (14 days). What the phone answers goes through the journal, and heals the message where it stands.
 */
export class AwaitedContents {
  readonly #database: Database;
  readonly #owned: OwnedSession;
  readonly #log: Logger;
  #rows = new Map<string, AwaitedRow[]>();
  #asking = false;

  constructor(options: { database: Database; owned: OwnedSession; log: Logger }) {
    this.#database = options.database;
    this.#owned = options.owned;
    this.#log = options.log;
  }

  /** Reads what is awaited; before each connection, so that an answer that waits at WhatsApp finds it. */
  async load(): Promise<void> {
    const rows = await this.#read((tx) => readAwaited(tx, this.#owned.sessionId, null));
    this.#rows = Map.groupBy(rows, (row) => row.whatsappId);
  }

  /** The row that a content is for, by the key that the phone gives it. */
  find(key: proto.IMessageKey | null | undefined): AwaitedRow | undefined {
    const rows = (this.#rows.get(key?.id ?? '') ?? []).filter((row) => row.fromMe === (key?.fromMe ?? false));
    // Two people may have used the same id; and the phone may call the one person by the other address.
    const chat = bareJid(key?.remoteJid ?? '');
    return rows.find((row) => row.chat === chat) ?? (rows.length === 1 ? rows[0] : undefined);
  }

  /** Asks the phone for what it wasn't asked for since this connection stands. */
  async ask(socket: WASocket, { proto: types }: Baileys, connectedAt: Date): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const rows = await this.#read((tx) => readAwaited(tx, this.#owned.sessionId, connectedAt));
      if (rows.length === 0) return;
      for (const row of rows) {
        const known = this.#rows.get(row.whatsappId) ?? [];
        this.#rows.set(row.whatsappId, [...known.filter(({ position }) => position !== row.position), row]);
      }
      // Noted first: a phone that is asked once too seldom is asked at the next connection.
      await this.#read((tx) => noteAsked(tx, this.#owned.sessionId, rows));
      await socket.sendPeerDataOperationMessage({
        placeholderMessageResendRequest: rows.map((row) => ({ messageKey: keyOf(row) })),
        peerDataOperationRequestType: types.Message.PeerDataOperationRequestType.PLACEHOLDER_MESSAGE_RESEND,
      });
    } catch (error) {
      this.#log.warn({ err: error }, 'the phone could not be asked for the content of messages');
    } finally {
      this.#asking = false;
    }
  }

  #read<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return inAccount(this.#database, this.#owned.accountId, work);
  }
}

function keyOf(row: AwaitedRow): proto.IMessageKey {
  const { chat, author, fromMe, whatsappId: id } = row;
  return { remoteJid: chat, fromMe, id, ...(jidServer(chat) === 'g.us' ? { participant: author } : {}) };
}

/** What is awaited, the newest first; with `askedBefore` only what wasn't asked for since then, or for hours. */
function readAwaited(tx: Transaction, sessionId: string, askedBefore: Date | null): Promise<AwaitedRow[]> {
  return tx.query<AwaitedRow>(
    `select j.position, j.chat, j.author, j.from_me as "fromMe", j.whatsapp_id as "whatsappId", j.attributes
     from journal j
     where j.account_id = $1 and j.session_id = $2 and j.outcome in ('waiting_for_phone', 'undecryptable')
       and j.received_at > now() - $3 * interval '1 millisecond'
       and coalesce(j.attributes ->> 'unavailable', '') <> all ($4)
       and ($5::timestamptz is null or j.asked_at is null or j.asked_at < $5
         or j.asked_at < now() - $6 * interval '1 millisecond')
     order by j.position desc limit $7`,
    [
      tx.accountId,
      sessionId,
      sessionLimits.askForMs,
      sessionLimits.neverResent,
      askedBefore,
      sessionLimits.askAgainMs,
      askedBefore ? sessionLimits.askedAtOnce : sessionLimits.awaitedAtOnce,
    ],
  );
}

async function noteAsked(tx: Transaction, sessionId: string, rows: AwaitedRow[]): Promise<void> {
  await tx.query(
    `update journal set asked = asked + 1, asked_at = now()
     where account_id = $1 and session_id = $2 and position = any ($3)`,
    [tx.accountId, sessionId, rows.map(({ position }) => position)],
  );
}
