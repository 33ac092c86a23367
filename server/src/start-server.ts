import type { Logger } from 'pino';
import { accessOperations } from './access/routes.ts';
import { createApiKeyLookup } from './access/find-api-key.ts';
import { openTokenIssuer } from './access/tokens.ts';
import { accountOperations } from './accounts/routes.ts';
import type { Application } from './application.ts';
import { openAuditTrail } from './audit/audit-trail.ts';
import { auditOperations } from './audit/routes.ts';
import { brandingOperations } from './branding/routes.ts';
import { type Config, databaseFolderOf, prepareDataFolder } from './config.ts';
import type { ConnectionOptions } from './db/connection-options.ts';
import { openDatabase } from './db/database.ts';
import { startEmbeddedPostgres } from './db/embedded-postgres.ts';
import { MasterKey, masterKeyOfFolder } from './db/master-key.ts';
import { migrate } from './db/migrate.ts';
import { createSealing } from './db/seal.ts';
import { APP_ROLE } from './db/walls.ts';
import { EventBus } from './events/event-bus.ts';
import { Realtime } from './events/realtime.ts';
import { Relay } from './events/relay.ts';
import { eventOperations } from './events/routes.ts';
import { createHealth } from './http/health.ts';
import type { Operations } from './http/operation.ts';
import { createLocalRates, createSharedRates, type RateLimits } from './http/rate-limits.ts';
import { type HttpServer, probePort, serveHttp } from './http/serve.ts';
import { systemOperations } from './http/system-routes.ts';
import { type Jobs, startJobs } from './jobs/jobs.ts';
import { contactOperations } from './contacts/routes.ts';
import { domainOperations } from './domains/routes.ts';
import { inboxOperations } from './inbox/routes.ts';
import { LIMITS } from './limits.ts';
import { createNameServer } from './net/name-server.ts';
import { createOutgoing } from './net/outgoing.ts';
import { openMailer } from './mail/mailer.ts';
import { memberOperations } from './members/routes.ts';
import { openMedia } from './media/media.ts';
import { mediaOperations } from './media/routes.ts';
import { createGateway, type Gateway, type GatewayOptions } from './sessions/gateway.ts';
import { healthOperations } from './sessions/health/routes.ts';
import { journalOperations } from './sessions/journal/routes.ts';
import { sessionOperations } from './sessions/routes.ts';
import { provisionDemo } from './provision-demo.ts';

/** Every operation of the contract, from the domains. */
const operations: Omit<Operations, 'openRealtime'> = {
  ...systemOperations,
  ...accessOperations,
  ...accountOperations,
  ...auditOperations,
  ...memberOperations,
  ...brandingOperations,
  ...contactOperations,
  ...domainOperations,
  ...inboxOperations,
  ...eventOperations,
  ...mediaOperations,
  ...sessionOperations,
  ...healthOperations,
  ...journalOperations,
};

/** A server that runs. */
export interface RunningServer {
  app: Application;
  /** Where the API listens, without `/v1`; null where this process has no `api` role. */
  url: string | null;
  /** Stops in the reverse order of the start: no new requests, the last ones answered, then everything beneath. */
  stop(): Promise<void>;
}

/** The logins of the database: the owner migrates, the app works. */
export interface Logins {
  owner: ConnectionOptions;
  app: ConnectionOptions;
}

/**
 * Starts one process of the server with the roles of its configuration: database, migrations, tokens, events,
 * jobs, gateway, and the API last. Whatever fails stops what was started and is thrown.
 */
export async function startServer(options: {
  config: Config;
  log: Logger;
  /** A database that runs already and is up to date, in tests; left out, the configured or embedded one. */
  logins?: Logins;
  /** In tests: another pace of the gateway. */
  gateway?: Partial<
    Pick<
      GatewayOptions,
      | 'sendIntervalMs'
      | 'acknowledgementMs'
      | 'qrLifeMs'
      | 'undecryptableMs'
      | 'health'
      | 'clock'
      | 'connectsAtOnce'
    >
  >;
  /** In tests: answers are checked against the contract. */
  validateResponses?: boolean;
}): Promise<RunningServer> {
  const { config, log } = options;
  const stops: (() => Promise<void> | void)[] = [];
  const stop = once(async () => {
    for (const undo of stops.toReversed())
      try {
        await undo();
      } catch (error) {
        log.warn({ err: error }, 'Something did not stop as it should.');
      }
  });
  try {
    const { app, url } = await bringUp(options, stops);
    log.info({ url, roles: [...config.roles] }, 'The server is ready.');
    return { app, url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(
  options: Parameters<typeof startServer>[0],
  stops: (() => Promise<void> | void)[],
): Promise<{ app: Application; url: string | null }> {
  const { config, log } = options;
  const health = createHealth();
  stops.push(() => health.setReady(false));

  // Found out before the database is made and started.
  if (config.roles.has('api')) await probePort(config);
  const masterKey = openMasterKey(config);
  const logins = options.logins ?? (await openLogins({ config, log, masterKey, stops }));
  const database = openDatabase({
    app: logins.app,
    limits: LIMITS.database,
    onConnectionError: (error) => log.debug({ err: error }, 'A database connection broke.'),
  });
  stops.push(() => database.close());
  health.watch('database', async () => {
    await database.check();
    return 'ok' as const;
  });

  const sealing = createSealing({ database, masterKey, cached: LIMITS.database.dataKeys });
  const tokens = await openTokenIssuer({ database, masterKey, log });
  const apiKeys = createApiKeyLookup({ database, log });
  stops.push(() => apiKeys.close());
  const audit = openAuditTrail({ database, log });
  stops.push(() => audit.close());
  const rates = await openRates(config, log, stops);

  const names = createNameServer({ servers: config.nameServers, timeoutMs: LIMITS.outgoing.lookupMs });
  const outgoing = createOutgoing({ names, allowed: config.privateTargets });

  const mailer = openMailer({ config, log });
  stops.push(() => mailer.close());
  const media = await openMedia({ config, masterKey });

  const events = new EventBus();
  const relay = new Relay({ connection: database.connection, bus: events, links: media.links, log });
  relay.start();
  stops.push(() => relay.stop());

  let jobs: Jobs | null = null;
  if (config.roles.has('worker')) {
    jobs = await startJobs({ config, database, log, sealing, store: media.store });
    stops.push(() => jobs?.close());
    health.watch('jobs', () => jobs?.state() ?? 'starting');
  }

  let gateway: Gateway | null = null;
  if (config.roles.has('gateway')) {
    const { transport, sandbox, sending } = config;
    gateway = createGateway({
      database,
      sealing,
      events,
      media,
      outgoing,
      log,
      transport,
      sandbox,
      whatsappVersion: config.whatsappVersion,
      sendIntervalMs: sending.intervalMs ?? undefined,
      acknowledgementMs: sending.acknowledgementMs,
      ...options.gateway,
    });
    const started = gateway;
    await started.start();
    stops.push(() => started.stop());
    health.watch('gateway', () => started.health());
  }

  const app: Application = {
    config,
    log,
    database,
    masterKey,
    sealing,
    tokens,
    apiKeys,
    audit,
    events,
    gateway,
    jobs,
    mailer,
    media,
    outgoing,
    names,
    rates,
    health,
  };

  if (config.demo) await provisionDemo({ database, dataFolder: config.dataFolder });
  const http = config.roles.has('api') ? await openApi(app, options, stops) : null;
  health.setReady(true);
  return { app, url: http?.url ?? null };
}

async function openApi(
  app: Application,
  options: Parameters<typeof startServer>[0],
  stops: (() => Promise<void> | void)[],
): Promise<HttpServer> {
  const realtime = new Realtime(app);
  const http = await serveHttp({
    app,
    operations,
    openSocket: realtime.open,
    validateResponses: options.validateResponses,
  });
  stops.push(async () => {
    http.drain();
    realtime.close();
    await http.close();
  });
  return http;
}

function openMasterKey(config: Config): MasterKey {
  if (config.masterKeys.length > 0) return new MasterKey(config.masterKeys);
  prepareDataFolder(config.dataFolder);
  return masterKeyOfFolder(config.dataFolder);
}

/** The configured database or the embedded one, with the newest tables and walls. */
async function openLogins(options: {
  config: Config;
  log: Logger;
  masterKey: MasterKey;
  stops: (() => Promise<void> | void)[];
}): Promise<Logins> {
  const { config, log, masterKey, stops } = options;
  if (config.databaseUrl) {
    const password = masterKey.derive('database login').toString('base64url');
    await migrate({ owner: config.databaseUrl, appPassword: password });
    return { owner: config.databaseUrl, app: { ...config.databaseUrl, user: APP_ROLE, password } };
  }
  prepareDataFolder(config.dataFolder);
  const postgres = await startEmbeddedPostgres({ folder: databaseFolderOf(config.dataFolder) });
  stops.push(() => postgres.stop());
  log.info({ folder: postgres.clusterFolder }, 'The embedded database runs.');
  await migrate({ owner: postgres.connection });
  return { owner: postgres.connection, app: { ...postgres.connection, user: APP_ROLE } };
}

async function openRates(
  config: Config,
  log: Logger,
  stops: (() => Promise<void> | void)[],
): Promise<RateLimits> {
  if (config.redisUrl === null) return createLocalRates();
  const { Redis } = await import('ioredis');
  const redis = new Redis(config.redisUrl, { maxRetriesPerRequest: 1, enableOfflineQueue: false });
  redis.on('error', (error: Error) => log.debug({ err: error }, 'Redis does not answer.'));
  stops.push(() => redis.disconnect());
  return createSharedRates(redis);
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}
