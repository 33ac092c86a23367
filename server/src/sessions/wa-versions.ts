import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import type { Outgoing } from '../net/outgoing.ts';
import { loadBaileys } from './baileys.ts';
import type { Clock } from './clock.ts';
import type { ConnectionEnd } from './connection-end.ts';
import { sessionLimits } from './limits.ts';
import type { Transport } from './wa-trust.ts';
import { readRevision, type WaVersion, withRevision } from './wa-version.ts';

/** The version that one connection says. */
export interface ChosenVersion {
  readonly version: WaVersion;
  /** The connection stands. */
  stands(): void;
  /** It has ended, and how. */
  ended(end: ConnectionEnd): Promise<void>;
}

/** What WhatsApp says to a version that it no longer takes. */
const REFUSED = 405;

/** A row of whatsapp_versions. */
interface KnownVersion {
  revision: number;
  state: 'candidate' | 'trusted' | 'refused';
}

export interface WaVersionsOptions {
  database: Database;
  log: Logger;
  transport: Transport;
  clock: Clock;
  /** An operator's choice: nothing is looked up, and nothing else is said. */
  pinned: WaVersion | null;
  /** The text that names the current version. */
  readPage(): Promise<string>;
}

/**
 * Which version of WhatsApp Web the connections say. WhatsApp refuses versions that are too old (405), and its own page
 * says which one is current: looked up now and then, beside everything else, and kept in the database for all processes.
 * A new one is said by one session alone until it has stood for a while; only then by the others, as they connect. The
 * last one that worked is said meanwhile, and the one that Baileys was built with where none has.
 *
 * Nothing here ever holds up or fails a connection: without an answer, what is known is said.
 */
export class WaVersions {
  readonly #options: WaVersionsOptions;
  #known: { at: number; rows: Promise<KnownVersion[]> } | undefined;
  #lookingUp: Promise<void> | undefined;
  #lookedUpAt = Number.NEGATIVE_INFINITY;

  constructor(options: WaVersionsOptions) {
    this.#options = options;
  }

  /** Looks up the current version where that wasn't done lately. Never throws. */
  lookUp(): Promise<void> {
    const { clock, pinned, log } = this.#options;
    if (pinned || clock.now() - this.#lookedUpAt < sessionLimits.versions.lookUpPauseMs)
      return this.#lookingUp ?? Promise.resolve();
    this.#lookedUpAt = clock.now();
    this.#lookingUp = this.#lookUp().catch((error: unknown) => {
      log.info({ err: error }, 'the current version of WhatsApp Web could not be looked up');
    });
    return this.#lookingUp;
  }

  /** What a connection of a session shall say. A session that isn't linked yet tries nothing new. */
  async choose(session: {
    sessionId: string;
    paired: boolean;
    /** What Baileys was released with. */
    builtIn: WaVersion;
  }): Promise<ChosenVersion> {
    const { builtIn } = session;
    const { pinned, database, transport, log } = this.#options;
    if (pinned) return this.#watch(pinned, false);
    try {
      const rows = await this.#read();
      const hasCandidate = rows.some(({ state }) => state === 'candidate');
      if (hasCandidate && session.paired) {
        const [taken] = await database.crossing<{ revision: number }>('take_whatsapp_candidate', [
          transport,
          session.sessionId,
          sessionLimits.versions.canaryLeaseMs,
        ]);
        if (taken) return this.#watch(withRevision(builtIn, taken.revision), true);
      }
      const trusted = rows.find(({ state }) => state === 'trusted');
      if (trusted) return this.#watch(withRevision(builtIn, trusted.revision), false);
    } catch (error) {
      log.warn({ err: error }, 'the versions of WhatsApp Web could not be read; the built-in one is said');
    }
    return this.#watch(builtIn, false);
  }

  /** A version on trial has passed when its connection has stood for a while. */
  #watch(version: WaVersion, isCanary: boolean): ChosenVersion {
    const { clock, pinned } = this.#options;
    const gone = new AbortController();
    let isOnTrial = isCanary;
    return {
      version,
      stands: () => {
        if (!isOnTrial) return;
        const pass = async (): Promise<void> => {
          await clock.sleep(sessionLimits.versions.trialMs, gone.signal);
          if (gone.signal.aborted) return;
          isOnTrial = false;
          await this.#judge(version, 'trusted');
        };
        void pass();
      },
      ended: async ({ code, origin }) => {
        gone.abort();
        if (pinned || (origin !== 'network' && origin !== 'upgrade')) return;
        if (code === REFUSED) {
          // One that has worked is given up only when it's refused again and again.
          await this.#judge(version, isOnTrial ? 'refused' : 'failed');
          void this.lookUp();
        } else if (isOnTrial) await this.#judge(version, 'failed');
      },
    };
  }

  async #lookUp(): Promise<void> {
    const { database, transport } = this.#options;
    const revision = readRevision(await this.#options.readPage());
    const { version: builtIn } = (await loadBaileys()).DEFAULT_CONNECTION_CONFIG;
    if (revision === undefined || revision <= builtIn[2]) return;
    await database.crossing('note_whatsapp_version', [transport, revision]);
    this.#known = undefined;
  }

  async #judge(judged: WaVersion, verdict: 'trusted' | 'refused' | 'failed'): Promise<void> {
    const { database, transport, log } = this.#options;
    const version = judged.join('.');
    log.info({ version, verdict }, 'a version of WhatsApp Web was judged');
    try {
      const values = [transport, judged[2], verdict, sessionLimits.versions.trials];
      await database.crossing('judge_whatsapp_version', values);
    } catch (error) {
      log.warn({ err: error, version }, 'the judgement of a version could not be stored');
    }
    this.#known = undefined;
  }

  /** Newest first. Sessions that connect together share the answer. */
  #read(): Promise<KnownVersion[]> {
    const { database, transport, clock } = this.#options;
    const now = clock.now();
    if (this.#known && now - this.#known.at < sessionLimits.versions.believedMs) return this.#known.rows;
    const rows = database.crossing<KnownVersion>('list_whatsapp_versions', [transport]);
    this.#known = { at: now, rows };
    rows.catch(() => {
      this.#known = undefined;
    });
    return rows;
  }
}

/** Where the current version is told: by WhatsApp's own page, or by the sandbox. */
export function pageReader(options: {
  outgoing: Outgoing;
  sandbox: { url: string; token: string | null } | null;
}): () => Promise<string> {
  const { timeoutMs, pageBytes } = sessionLimits.versions;
  const { outgoing, sandbox } = options;
  if (sandbox) {
    return async () => {
      // The operator's own address, and no other: nothing leaves this installation.
      const answer = await fetch(new URL('/sw.js', sandbox.url), {
        signal: AbortSignal.timeout(timeoutMs),
        headers: sandbox.token ? { authorization: `Bearer ${sandbox.token}` } : {},
      });
      return answer.ok ? answer.text() : '';
    };
  }
  return async () => {
    const answer = await outgoing.fetch('https://web.whatsapp.com/sw.js', {
      timeoutMs,
      maxBytes: pageBytes,
      beyond: 'cut',
      httpsOnly: true,
      // Without these it answers that the browser is too old.
      headers: {
        'sec-fetch-site': 'none',
        'user-agent':
          'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
      },
    });
    if (answer.status === 200) return answer.text();
    answer.discard();
    return '';
  };
}
