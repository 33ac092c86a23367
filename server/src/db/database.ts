import { createHash } from 'node:crypto';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { Pool, type PoolClient, TypeOverrides, types as pgTypes } from 'pg';
import type { ConnectionOptions } from './connection-options.ts';
import type { CrossingName } from './crossings.ts';
import { DatabaseUnavailable, isUnavailable } from './database-errors.ts';
import { isUuid } from './ids.ts';
import { createOrm } from './orm.ts';
import { bindEntityManager } from './orm-transaction.ts';

/** One transaction of one account: every query of it stands behind that account's policies. */
export interface Transaction {
  readonly accountId: string;
  /** The mapper in this transaction. What it holds is flushed before the commit. */
  readonly em: EntityManager;
  /**
   * SQL with `$1` placeholders. `bigint` comes as number, `timestamptz` as Date, `jsonb` parsed. An array or
   * object for a `jsonb` parameter must be given as JSON text: arrays are PostgreSQL arrays.
   */
  query<R extends object>(text: string, values?: unknown[]): Promise<R[]>;
  /** Called once the transaction has committed, and never if it hasn't. Must not throw. */
  afterCommit(callback: () => void): void;
}

/** The database as the app's role: bounded connections, and no way around the walls. */
export interface Database {
  readonly orm: MikroORM;
  /** How the app's role connects, for a connection of one's own (LISTEN, BullMQ). */
  readonly connection: ConnectionOptions;
  /** Calls one function of crossings.sql, in one statement outside any account's transaction. */
  crossing<R extends object>(name: CrossingName, values?: unknown[]): Promise<R[]>;
  /** A pooled client, for inAccount only. */
  connect(): Promise<PoolClient>;
  /** Throws DatabaseUnavailable when it does not answer. */
  check(): Promise<void>;
  close(): Promise<void>;
}

const types = new TypeOverrides();
types.setTypeParser(pgTypes.builtins.INT8, Number);

export interface DatabaseLimits {
  /** Connections of this process. */
  connections: number;
  /** How long a request waits for one, in milliseconds. */
  connectionWaitMs: number;
  /** The longest a statement may run, in milliseconds. */
  statementMs: number;
}

/** Opens the database as the app's role. No connection is made before the first query. */
export function openDatabase(options: {
  app: ConnectionOptions;
  limits: DatabaseLimits;
  /** Told of connections that broke while idle; they are replaced by themselves. */
  onConnectionError?: (error: Error) => void;
}): Database {
  const { app, limits, onConnectionError } = options;
  const pool = new Pool({
    ...app,
    max: limits.connections,
    connectionTimeoutMillis: limits.connectionWaitMs,
    statement_timeout: limits.statementMs,
    idle_in_transaction_session_timeout: limits.statementMs,
    application_name: 'metahub',
    types,
  });
  pool.on('error', (error) => onConnectionError?.(error));
  const orm = createOrm(app);
  return {
    orm,
    connection: app,
    async crossing<R extends object>(name: CrossingName, values: unknown[] = []) {
      const places = values.map((_, index) => `$${index + 1}`).join(', ');
      try {
        const result = await pool.query<R>({ name, text: `select * from ${name}(${places})`, values });
        return result.rows;
      } catch (error) {
        throw asDatabaseError(error);
      }
    },
    async connect() {
      try {
        return await pool.connect();
      } catch (error) {
        throw asDatabaseError(error);
      }
    },
    async check() {
      try {
        await pool.query('select 1');
      } catch (error) {
        throw asDatabaseError(error);
      }
    },
    async close() {
      await orm.close(true);
      await pool.end();
    },
  };
}

/**
 * Runs `work` in one transaction of one account, as a role that cannot see any other's rows, and commits it.
 * An error rolls it back and is thrown on; a database that doesn't answer is DatabaseUnavailable.
 */
export async function inAccount<T>(
  database: Database,
  accountId: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  if (!isUuid(accountId)) throw new TypeError('An account id is a UUID.');
  const client = await database.connect();
  const callbacks: (() => void)[] = [];
  let em: EntityManager | undefined;
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    // One round trip for both; the id was checked above, and a simple query takes no parameters.
    await client.query(`begin; select set_config('app.account_id', '${accountId}', true)`);
    const result = await work({
      accountId,
      get em() {
        return (em ??= bindEntityManager(database.orm, client));
      },
      async query<R extends object>(text: string, values: unknown[] = []) {
        const answer = await client.query<R>({ ...nameStatement(text), text, values });
        return answer.rows;
      },
      afterCommit: (callback) => void callbacks.push(callback),
    });
    if (em) await em.flush();
    await client.query('commit');
    client.off('error', onError);
    client.release();
    for (const callback of callbacks) callback();
    return result;
  } catch (error) {
    if (!broken) await client.query('rollback').catch(onError);
    client.off('error', onError);
    client.release(broken);
    throw asDatabaseError(error);
  }
}

/** Statements are prepared once per connection; texts beyond this many are sent unprepared. */
const PREPARED_STATEMENTS = 500;
const statementNames = new Map<string, string>();

function nameStatement(text: string): { name?: string } {
  const known = statementNames.get(text);
  if (known) return { name: known };
  if (statementNames.size >= PREPARED_STATEMENTS) return {};
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  statementNames.set(text, name);
  return { name };
}

function asDatabaseError(error: unknown): unknown {
  return isUnavailable(error) ? new DatabaseUnavailable(error) : error;
}
