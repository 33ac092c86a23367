import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Queue, QueueEvents, Worker } from 'bullmq';
import type { Config } from '../config.ts';
import { eraseDueAccounts } from '../accounts/erase-accounts.ts';
import type { Database } from '../db/database.ts';
import type { Sealing } from '../db/seal.ts';
import { JOB_SCHEMA } from '../db/walls.ts';
import type { HealthState } from '../http/health.ts';
import { LIMITS } from '../limits.ts';
import type { MediaStore } from '../media/media-store.ts';
import { forgetWhatIsOld } from './retention.ts';

/** The background work of this process. */
export interface Jobs {
  state(): HealthState;
  /** Runs the retention now, beside its schedule; settles when a worker has done it. */
  runRetention(): Promise<unknown>;
  close(): Promise<void>;
}

/** The queue's parts, whichever store they stand on. */
interface QueueParts {
  queue: Queue;
  worker: Worker;
  queueEvents: QueueEvents;
  closeConnections: () => Promise<void>;
}

const QUEUE = 'maintenance';
/** The queue counts as failing for this long after its last error, and errors of that time are logged once. */
const ERROR_MEMORY_MS = 30_000;
/** A worker that died is noticed this soon (BullMQ's own 30 s would leave its jobs lying for a minute). */
const STALLED = { lockDuration: 10_000, stalledInterval: 5_000 };

/**
 * Starts the queue and its worker: BullMQ on PostgreSQL, or on Redis where REDIS_URL is set. The repeating jobs
 * are registered once for all processes; each run is done by one of them.
 */
export async function startJobs(options: {
  config: Config;
  database: Database;
  log: Logger;
  sealing: Sealing;
  store: MediaStore;
  /** Retention's own wait between runs; for tests. */
  everyMs?: number;
}): Promise<Jobs> {
  const { config, database, log, sealing, store } = options;
  const bullmq = await import('bullmq');
  const open = config.redisUrl === null ? onPostgres : onRedis;
  const { queue, worker, queueEvents, closeConnections } = await open();

  let failedAt = -Infinity;
  let closing = false;
  const isFailing = (): boolean => Date.now() - failedAt < ERROR_MEMORY_MS;
  const onError = (error: Error): void => {
    if (!isFailing() && !closing)
      log.warn({ err: error }, 'The job queue does not reach its store; it goes on trying.');
    failedAt = Date.now();
  };
  queue.on('error', onError);
  worker.on('error', onError);
  queueEvents.on('error', onError);
  worker.on('failed', (job, error) => log.error({ err: error, job: job?.name }, 'A job failed.'));

  await scheduleRepeating();

  async function scheduleRepeating(): Promise<void> {
    const opts = { removeOnComplete: 50, removeOnFail: 200, attempts: 3 };
    const every = {
      retention: options.everyMs ?? LIMITS.retention.everyMs,
      erasure: LIMITS.accounts.eraseEveryMs,
    };
    for (const [name, milliseconds] of Object.entries(every))
      await queue.upsertJobScheduler(name, { every: milliseconds }, { name, opts });
  }

  async function perform(job: { name: string }): Promise<unknown> {
    if (job.name === 'erasure') return eraseDueAccounts({ database, log, sealing, store });
    if (job.name !== 'retention') throw new Error(`There is no job named ${job.name}.`);
    const forgotten = await forgetWhatIsOld({ database, store, retention: config.retention });
    if (Object.values(forgotten).some((count) => count > 0)) log.info({ forgotten }, 'Forgot what was old.');
    return forgotten;
  }

  async function onPostgres(): Promise<QueueParts> {
    const backend = bullmq.createPostgresBackend;
    const connection = {
      ...database.connection,
      schema: JOB_SCHEMA,
      max: 4,
      application_name: 'metahub jobs',
    };
    return {
      queue: new bullmq.Queue(QUEUE, { connection }, backend) as unknown as Queue,
      worker: new bullmq.Worker(
        QUEUE,
        perform,
        { connection, concurrency: 2, ...STALLED },
        backend,
      ) as unknown as Worker,
      queueEvents: new bullmq.QueueEvents(QUEUE, { connection }, backend) as unknown as QueueEvents,
      closeConnections: async () => undefined,
    };
  }

  async function onRedis(): Promise<QueueParts> {
    const { Redis } = await import('ioredis');
    const redis = new Redis(config.redisUrl!, { maxRetriesPerRequest: null, lazyConnect: false });
    redis.on('error', (error: Error) => onError(error));
    // A Redis that was restarted may have forgotten everything: what is repeated is told to it again.
    redis.once('ready', () => redis.on('ready', () => void scheduleRepeating().catch(onError)));
    const connection = redis as never;
    return {
      queue: new bullmq.Queue(QUEUE, { connection }),
      worker: new bullmq.Worker(QUEUE, perform, { connection, concurrency: 2, ...STALLED }),
      queueEvents: new bullmq.QueueEvents(QUEUE, { connection }),
      closeConnections: async () => redis.disconnect(),
    };
  }

  return {
    state: () => (isFailing() ? 'degraded' : 'ok'),
    async runRetention() {
      const job = await queue.add('retention', {}, { removeOnComplete: 50, removeOnFail: 200 });
      return job.waitUntilFinished(queueEvents);
    },
    async close() {
      closing = true;
      const gently = (async () => {
        await worker.close();
        await queueEvents.close();
        await queue.close();
      })();
      gently.catch(() => undefined);
      // A store that is gone would keep them waiting for ever; a job cut short is done again by another worker.
      await Promise.race([gently, pause(LIMITS.jobs.closeMs, undefined, { ref: false })]);
      await closeConnections();
    },
  };
}
