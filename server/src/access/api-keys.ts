import { type Database, inAccount, type Transaction } from '../db/database.ts';
import { newId, toTypeId } from '../db/ids.ts';
import type { components } from '../http/contract.gen.ts';
import { Problem } from '../http/problem.ts';
import { makeApiKeySecret } from './api-key-secret.ts';
import type { AccountMode, Permission } from './caller.ts';

export interface ApiKeyRow {
  id: string;
  name: string;
  prefix: string;
  scopes: Permission[];
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
  revision: number;
  created_at: Date;
  updated_at: Date;
}

const COLUMNS =
  'id, name, prefix, scopes, expires_at, revoked_at, last_used_at, revision, created_at, updated_at';

/** Makes a key of the transaction's account; the secret exists only in the answer. Throws `grant_exceeds_caller`. */
export async function createApiKey(
  tx: Transaction,
  request: {
    name: string;
    scopes: Permission[];
    expiresAt: Date | null;
    mode: AccountMode;
    /** What the one who makes it may do; the key gets no more. */
    allowed: ReadonlySet<Permission>;
  },
): Promise<{ row: ApiKeyRow; secret: string }> {
  const beyond = request.scopes.filter((scope) => !request.allowed.has(scope));
  if (beyond.length > 0)
    throw new Problem({
      status: 403,
      code: 'grant_exceeds_caller',
      detail: `You may not give what you do not have: ${beyond.join(', ')}.`,
      errors: beyond.map((scope) => ({
        pointer: `/body/scopes/${request.scopes.indexOf(scope)}`,
        detail: 'is more than you may give',
      })),
    });
  const { secret, prefix, hash } = makeApiKeySecret(request.mode);
  const [row] = await tx.query<ApiKeyRow>(
    `insert into api_keys (account_id, id, name, prefix, hash, scopes, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
    [tx.accountId, newId(), request.name, prefix, hash, request.scopes, request.expiresAt],
  );
  return { row: row!, secret };
}

/** The account's keys, newest first, from before an id. */
export function listApiKeys(
  tx: Transaction,
  page: { before: string | null; limit: number },
): Promise<ApiKeyRow[]> {
  return tx.query<ApiKeyRow>(
    `select ${COLUMNS} from api_keys where account_id = $1 and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [tx.accountId, page.before, page.limit],
  );
}

/** Ends a key. Answers its name, and whether it was ended now; nothing where the account has no key of this id. */
export async function revokeApiKey(
  tx: Transaction,
  id: string,
): Promise<{ name: string; now: boolean } | undefined> {
  const [row] = await tx.query<{ name: string; now: boolean }>(
    `update api_keys k set revoked_at = coalesce(k.revoked_at, now()), updated_at = now(),
       revision = k.revision + (k.revoked_at is null)::int
     from api_keys before where before.account_id = $1 and before.id = $2
       and k.account_id = before.account_id and k.id = before.id
     returning k.name, before.revoked_at is null as now`,
    [tx.accountId, id],
  );
  return row;
}

/**
 * Replaces a key that still works by one of the same name and scopes; the former ends after some hours, or when it would
 * have ended anyway. Answers nothing where there is no such key. Throws `grant_exceeds_caller`.
 */
export async function rotateApiKey(
  tx: Transaction,
  request: { id: string; overlapHours: number; mode: AccountMode; allowed: ReadonlySet<Permission> },
): Promise<{ row: ApiKeyRow; secret: string; formerEndsAt: Date } | null> {
  const [former] = await tx.query<ApiKeyRow>(
    `select ${COLUMNS} from api_keys where account_id = $1 and id = $2 and revoked_at is null
       and (expires_at is null or expires_at > now()) for no key update`,
    [tx.accountId, request.id],
  );
  if (!former) return null;
  const { name, scopes, expires_at: expiresAt } = former;
  const made = await createApiKey(tx, { ...request, name, scopes, expiresAt });
  const [ended] = await tx.query<{ expires_at: Date }>(
    `update api_keys set expires_at = least(expires_at, now() + make_interval(hours => $3)),
       revision = revision + 1, updated_at = now()
     where account_id = $1 and id = $2 returning expires_at`,
    [tx.accountId, request.id, request.overlapHours],
  );
  return { ...made, formerEndsAt: ended!.expires_at };
}

/** One key of an account. */
export async function readApiKey(
  database: Database,
  accountId: string,
  id: string,
): Promise<ApiKeyRow | undefined> {
  const [row] = await inAccount(database, accountId, (tx) =>
    tx.query<ApiKeyRow>(`select ${COLUMNS} from api_keys where account_id = $1 and id = $2`, [accountId, id]),
  );
  return row;
}

/** A key as the contract shows it, without the secret. Its last use is told to the minute. */
export function presentApiKey(row: ApiKeyRow): components['schemas']['ApiKey'] {
  const lastUsed = row.last_used_at && new Date(Math.floor(row.last_used_at.getTime() / 60_000) * 60_000);
  return {
    id: toTypeId('key', row.id),
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    expiresAt: row.expires_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    lastUsedAt: lastUsed?.toISOString() ?? null,
    revision: row.revision,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
