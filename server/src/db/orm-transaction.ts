import { createPostgreSqlTypeParsers, type EntityManager, type MikroORM } from '@mikro-orm/postgresql';
import { type PoolClient, TypeOverrides, escapeIdentifier } from 'pg';

/** What the mapper hands to a transaction: one SQL text, its parameters already in it. */
interface CompiledQuery {
  sql: string;
  parameters: readonly unknown[];
}

/** The mapper parses times and intervals itself, so its queries get them as text. */
const ormTypes = new TypeOverrides();
for (const [oid, parser] of Object.entries(createPostgreSqlTypeParsers(parseTextArray)))
  ormTypes.setTypeParser(Number(oid), parser);

/**
 * An entity manager whose queries run in the transaction that is open on `client`. MikroORM would open its own
 * with two round trips more and without prepared statements; this way repositories and SQL share one.
 */
export function bindEntityManager(orm: MikroORM, client: PoolClient): EntityManager {
  const em = orm.em.fork({ clear: true, freshEventManager: false });
  em.setTransactionContext(transactionOn(client));
  return em;
}

/** The part of Kysely's controlled transaction that MikroORM 7.2 uses; database.test.ts holds it to that. */
function transactionOn(client: PoolClient): object {
  const run = async (sql: string): Promise<void> => void (await client.query(sql));
  const transaction = {
    async executeQuery(query: CompiledQuery) {
      const result = await client.query({
        text: query.sql,
        values: [...query.parameters],
        types: ormTypes,
      });
      return { rows: result.rows as unknown[], numAffectedRows: BigInt(result.rowCount ?? 0) };
    },
    getExecutor: () => ({ provideConnection: async (use: () => Promise<unknown>) => use() }),
    savepoint: (name: string) => ({
      async execute() {
        await run(`savepoint ${escapeIdentifier(name)}`);
        return Object.create(transaction) as object;
      },
    }),
    releaseSavepoint: (name: string) => ({
      execute: () => run(`release savepoint ${escapeIdentifier(name)}`),
    }),
    rollbackToSavepoint: (name: string) => ({
      execute: () => run(`rollback to savepoint ${escapeIdentifier(name)}`),
    }),
  };
  return transaction;
}

/** A PostgreSQL array of times, whose elements hold no comma: `{"2026-01-01 00:00:00+00",NULL}`. */
function parseTextArray(text: string): string[] {
  const inner = text.slice(1, -1);
  return inner === '' ? [] : inner.split(',').map((item) => item.replace(/^"|"$/g, ''));
}
