import type { Agent } from 'node:http';
import type { Logger } from 'pino';
import { type Database, inAccount } from '../db/database.ts';
import type { AccountSeal, Sealing } from '../db/seal.ts';
import { onFetchWake } from './fetch-signal.ts';
import { type FileSource, sealSource } from './keep-received.ts';
import { lockBytes } from './forget-uploads.ts';
import { MEDIA_LIMITS } from './limits.ts';
import { measureFile } from './measure-file.ts';
import type { Media } from './media.ts';
import { MEDIA_COLUMNS, type MediaRow } from './media-row.ts';
import { lacksRoom, TooLargeError, writeFileFrom } from './media-store.ts';
import { settleMedia } from './settle-media.ts';
import { settleType } from './tell-type.ts';
import { decryptFile, WrongFileError } from './whatsapp-crypt.ts';
import { LinkGoneError, openDownload } from './whatsapp-download.ts';

/** What the phone said when it was asked to upload a file anew. */
export type Reupload = { directPath: string } | 'gone' | 'not_connected';

export interface FetcherOptions {
  database: Database;
  sealing: Sealing;
  media: Media;
  log: Logger;
  transport: 'sandbox' | 'live';
  /** What the downloads of a session go through; null for the direct way. */
  agentOf(session: { accountId: string; sessionId: string }): Promise<Agent | null>;
  /** Resolves when this process knows whom of the network it trusts: before that every download would fail. */
  reachNetwork(): Promise<unknown>;
  /** Asks the phone of a session to upload a file anew; throws when it doesn't answer. */
  requestReupload(session: { accountId: string; sessionId: string }, source: FileSource): Promise<Reupload>;
}

type Pending = MediaRow & { session_id: string; attempts: number; source_sealed: Buffer };

/**
 * Fetches the files of received messages from WhatsApp's media host: some at once, each checked against the hash that
 * its message promised, tried again with growing pauses. A file belongs to whoever took it for a short while, so
 * another process takes up what a dead one left.
 */
export class MediaFetcher {
  readonly #options: FetcherOptions;
  readonly #running = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #looking: Promise<void> | undefined;
  #again = false;
  #sweep: NodeJS.Timeout | undefined;
  #stopListening: () => void = () => undefined;

  constructor(options: FetcherOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopListening = onFetchWake(() => this.wake());
    this.#sweep = setInterval(() => this.wake(), MEDIA_LIMITS.fetchSweepMs);
    this.wake();
  }

  /** Breaks off what is under way: it is fetched again by whoever looks next. */
  async stop(): Promise<void> {
    this.#stopListening();
    clearInterval(this.#sweep);
    this.#stopping.abort();
    await this.#looking;
    await Promise.all(this.#running);
  }

  /** Files may wait. */
  wake(): void {
    if (this.#stopping.signal.aborted) return;
    this.#again = true;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
      if (this.#again && this.#running.size < MEDIA_LIMITS.fetchesAtOnce) this.wake();
    });
  }

  async #look(): Promise<void> {
    const { database, log, transport } = this.#options;
    while (this.#again && !this.#stopping.signal.aborted) {
      const room = MEDIA_LIMITS.fetchesAtOnce - this.#running.size;
      if (room <= 0) return;
      this.#again = false;
      try {
        await this.#options.reachNetwork();
        const taken = await database.crossing<{ account_id: string; id: string }>('claim_media', [
          transport,
          room,
          MEDIA_LIMITS.fetchLeaseMs,
        ]);
        for (const { account_id, id } of taken) this.#run(account_id, id);
        if (taken.length === room) this.#again = true;
      } catch (error) {
        // The sweep looks again.
        log.warn({ err: error }, 'the files that wait could not be looked for');
        return;
      }
    }
  }

  #run(accountId: string, mediaId: string): void {
    const work = this.#fetch(accountId, mediaId)
      .catch((error: unknown) =>
        this.#options.log.warn({ err: error, media: mediaId }, 'the state of a file could not be stored yet'),
      )
      .finally(() => {
        this.#running.delete(work);
        this.wake();
      });
    this.#running.add(work);
  }

  async #fetch(accountId: string, mediaId: string): Promise<void> {
    const { database, sealing } = this.#options;
    const seal = await sealing.forAccount(accountId);
    const [row] = await inAccount(database, accountId, (tx) =>
      tx.query<Pending>(
        `select ${MEDIA_COLUMNS}, session_id, attempts, source_sealed from media
         where account_id = $1 and id = $2 and state = 'pending'`,
        [accountId, mediaId],
      ),
    );
    if (!row) return;
    const source = JSON.parse(seal.open('media', mediaId, row.source_sealed).toString()) as FileSource;
    const renewal = setInterval(
      () => void this.#postpone(accountId, mediaId, MEDIA_LIMITS.fetchLeaseMs),
      MEDIA_LIMITS.fetchLeaseRenewalMs,
    );
    try {
      const agent = await this.#options.agentOf({ accountId, sessionId: row.session_id });
      await this.#store(accountId, row, source, agent).catch(async (error: unknown) => {
        if (!(error instanceof LinkGoneError)) throw error;
        await this.#store(accountId, row, await this.#renewLink(accountId, row, source, seal), agent);
      });
    } catch (error) {
      clearInterval(renewal);
      await this.#judge(accountId, row, error);
    } finally {
      clearInterval(renewal);
    }
  }

  /** Downloads, checks and keeps the file. */
  async #store(accountId: string, row: Pending, source: FileSource, agent: Agent | null): Promise<void> {
    const { database, media, transport } = this.#options;
    await media.workshop.withFile(async (path) => {
      const download = openDownload(source, { transport, agent, signal: this.#stopping.signal });
      const plain = decryptFile(download, {
        mediaKey: Buffer.from(source.mediaKey, 'base64'),
        kind: row.kind,
      });
      const written = await writeFileFrom(plain, { path, most: MEDIA_LIMITS.fileBytes });
      if (written.sha256.toString('base64') !== source.sha256)
        throw new WrongFileError('The file has another hash than its message promised.');
      const mimeType = settleType(written.head, { declared: row.mime_type, fileName: row.file_name });
      const measures = await measureFile(path, mimeType);
      await inAccount(database, accountId, async (tx) => {
        await lockBytes(tx, written.sha256);
        await tx.query(
          `update media set sha256 = $3 where account_id = $1 and id = $2 and state = 'pending'`,
          [accountId, row.id, written.sha256],
        );
      });
      await media.store.put({ accountId, sha256: written.sha256 }, path);
      await settleMedia(database, accountId, row.id, {
        state: 'stored',
        mimeType,
        size: written.size,
        sha256: written.sha256,
        ...measures,
      });
    });
  }

  /** The link has expired: asks the phone to upload the file anew, and keeps where it is now. */
  async #renewLink(
    accountId: string,
    row: Pending,
    source: FileSource,
    seal: AccountSeal,
  ): Promise<FileSource> {
    const { database } = this.#options;
    const answer = await this.#options.requestReupload({ accountId, sessionId: row.session_id }, source);
    if (answer === 'not_connected') throw new NotConnectedError('The session is not connected here.');
    if (answer === 'gone') throw new FileGoneError('The phone has the file no more.');
    const renewed = { ...source, directPath: answer.directPath };
    await inAccount(database, accountId, (tx) =>
      tx.query(
        `update media set source_sealed = $3 where account_id = $1 and id = $2 and state = 'pending'`,
        [accountId, row.id, sealSource(seal, row.id, renewed)],
      ),
    );
    return renewed;
  }

  /** What an attempt that failed means: never again, or later. */
  async #judge(accountId: string, row: Pending, error: unknown): Promise<void> {
    const { database, log } = this.#options;
    if (this.#stopping.signal.aborted) return this.#postpone(accountId, row.id, 0);
    if (error instanceof FileGoneError) return settleMedia(database, accountId, row.id, { state: 'expired' });
    const isFinal = error instanceof TooLargeError || row.attempts >= MEDIA_LIMITS.fetchAttempts;
    // No fault of the file's: it is fetched when there is a session, or room, again.
    const waits = error instanceof NotConnectedError || lacksRoom(error);
    const { fetchRetryMs, fetchRetryMostMs } = MEDIA_LIMITS;
    log.info({ err: error, media: row.id, attempts: row.attempts }, 'a file could not be fetched');
    if (isFinal && !waits) {
      const failure = (error as { code?: unknown }).code;
      return settleMedia(database, accountId, row.id, {
        state: 'failed',
        failure: typeof failure === 'string' ? failure : 'download_failed',
      });
    }
    const pause = Math.min(fetchRetryMs * 2 ** (row.attempts - 1), fetchRetryMostMs);
    return this.#postpone(accountId, row.id, pause);
  }

  async #postpone(accountId: string, mediaId: string, milliseconds: number): Promise<void> {
    await inAccount(this.#options.database, accountId, (tx) =>
      tx.query(
        `update media set next_attempt_at = clock_timestamp() + $3 * interval '1 millisecond'
         where account_id = $1 and id = $2 and state = 'pending'`,
        [accountId, mediaId, milliseconds],
      ),
    ).catch((error: unknown) =>
      this.#options.log.warn({ err: error, media: mediaId }, 'a file could not be taken for longer'),
    );
    if (milliseconds > 0 && milliseconds < MEDIA_LIMITS.fetchSweepMs)
      setTimeout(() => this.wake(), milliseconds).unref();
  }
}

/** The session that could ask its phone isn't connected here; it is waited for, however long. */
class NotConnectedError extends Error {
  override readonly name = 'NotConnectedError';
  readonly code = 'not_connected';
}

/** Neither WhatsApp nor the phone has the file any more. */
class FileGoneError extends Error {
  override readonly name = 'FileGoneError';
  readonly code = 'file_gone';
}
