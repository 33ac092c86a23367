import { hash } from 'node:crypto';
import type { Transaction } from '../db/database.ts';
import { LIMITS } from '../limits.ts';
import { Problem } from './problem.ts';
import type { Call, OperationId } from './operation.ts';

/**
 * Makes something at most once per Idempotency-Key: `make` runs in one transaction with the record, and answers
 * the id (a UUID) of what it made. A repeated call makes nothing and gets the same id, from which the caller
 * rebuilds the answer. A twin at the same moment waits for the first, at most 10 s (409 after that); the same key
 * with another body is a 409. Without a key it simply makes.
 */
export async function makeOnce<Id extends OperationId>(
  call: Call<Id>,
  operation: Id,
  make: (tx: Transaction) => Promise<string>,
  waitMs: number = LIMITS.idempotency.waitMs,
): Promise<{ resourceId: string; repeated: boolean }> {
  const key = call.idempotencyKey;
  if (key === null) return { resourceId: await call.inAccount(make), repeated: false };
  const bodyHash = hashBody(call.body);
  try {
    return await call.inAccount(async (tx) => {
      await tx.query(`set local lock_timeout = ${waitMs}`);
      // The twin of a call that is still running waits here for that one's commit.
      const taken = await tx.query(
        `insert into idempotency_records (account_id, operation, key, body_hash) values ($1, $2, $3, $4)
         on conflict do nothing returning 1`,
        [tx.accountId, operation, key, bodyHash],
      );
      await tx.query('set local lock_timeout = 0');
      if (taken.length === 0) {
        call.audit?.nothingDone();
        return { resourceId: await readRecord(tx, { operation, key, bodyHash }), repeated: true };
      }
      const resourceId = await make(tx);
      await tx.query(
        `update idempotency_records set resource_id = $4 where account_id = $1 and operation = $2 and key = $3`,
        [tx.accountId, operation, key, resourceId],
      );
      return { resourceId, repeated: false };
    });
  } catch (error) {
    if ((error as { code?: unknown }).code === '55P03') throw inProgress();
    throw error;
  }
}

/** The hash of a body, the same for the same JSON however its keys are ordered. */
export function hashBody(body: unknown): Buffer {
  return hash('sha256', canonical(body), 'buffer');
}

/** The first request with this key is still running. */
export function inProgress(): Problem {
  return new Problem({
    status: 409,
    code: 'idempotency_in_progress',
    detail: 'The first request with this Idempotency-Key is still running. Ask again in a moment.',
    headers: { 'retry-after': '1' },
  });
}

/** The key was used with another body. */
export function keyReused(): Problem {
  return new Problem({
    status: 409,
    code: 'idempotency_key_reused',
    detail: 'This Idempotency-Key was used for another request within the last 24 hours. Use a new one.',
  });
}

async function readRecord(
  tx: Transaction,
  options: { operation: string; key: string; bodyHash: Buffer },
): Promise<string> {
  const [record] = await tx.query<{ body_hash: Buffer; resource_id: string | null }>(
    'select body_hash, resource_id from idempotency_records where account_id = $1 and operation = $2 and key = $3',
    [tx.accountId, options.operation, options.key],
  );
  if (!record?.resource_id) throw inProgress();
  if (!record.body_hash.equals(options.bodyHash)) throw keyReused();
  return record.resource_id;
}

function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = value as Record<string, unknown>;
  const names = Object.keys(fields).filter((name) => fields[name] !== undefined);
  return `{${names
    .toSorted()
    .map((name) => `${JSON.stringify(name)}:${canonical(fields[name])}`)
    .join(',')}}`;
}
