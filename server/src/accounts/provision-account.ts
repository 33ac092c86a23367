import { createApiKey } from '../access/api-keys.ts';
import type { AccountMode, MemberRole, Permission } from '../access/caller.ts';
import { hashPassword } from '../access/passwords.ts';
import type { StoredBranding } from '../branding/present.ts';
import { type Database, inAccount } from '../db/database.ts';
import { newId } from '../db/ids.ts';
import { permissions as allPermissions } from '../http/contract-tables.gen.ts';

/** Every permission that the contract knows. */
export const ALL_PERMISSIONS = Object.keys(allPermissions) as Permission[];

/** What an account is made from. Ids are UUIDs. */
export interface NewAccount {
  name: string;
  /** Fixed for ever: a test account has sandbox sessions only, a live one real ones only. */
  mode: AccountMode;
  /** Choose it to make the same account only once; left out, a new one. */
  id?: string;
  country?: string;
  areaCode?: string | null;
  timeZone?: string;
  locale?: string;
  branding?: StoredBranding;
}

/** Makes an agency: an account without a parent. Does nothing when an account with this id exists. */
export function provisionAgency(database: Database, account: NewAccount): Promise<string> {
  return insertAccount(database, { ...account, parentId: null });
}

/** Makes a client account beneath an agency. Does nothing when an account with this id exists. */
export function provisionClient(
  database: Database,
  account: NewAccount & { agencyId: string },
): Promise<string> {
  return insertAccount(database, { ...account, parentId: account.agencyId });
}

async function insertAccount(
  database: Database,
  account: NewAccount & { parentId: string | null },
): Promise<string> {
  const id = account.id ?? newId();
  await inAccount(database, id, (tx) =>
    tx.query(
      `insert into accounts (id, parent_id, name, mode, country, area_code, time_zone, locale, branding)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`,
      [
        id,
        account.parentId,
        account.name,
        account.mode,
        account.country ?? 'BR',
        account.areaCode ?? null,
        account.timeZone ?? 'America/Sao_Paulo',
        account.locale ?? 'pt-BR',
        JSON.stringify(account.branding ?? {}),
      ],
    ),
  );
  return id;
}

/**
 * Makes a person a member of an account. Somebody with that e-mail already keeps name and password, and becomes
 * a member of this account too.
 */
export async function provisionMember(
  database: Database,
  person: { accountId: string; email: string; name: string; password: string; role: MemberRole },
): Promise<{ userId: string; memberId: string }> {
  const [user] = await database.crossing<{ user_id: string }>('create_user', [
    newId(),
    person.email,
    person.name,
    await hashPassword(person.password),
  ]);
  const userId = user!.user_id;
  const [member] = await inAccount(database, person.accountId, (tx) =>
    tx.query<{ id: string }>(
      `insert into members as m (account_id, id, user_id, name, role) values ($1, $2, $3, $4, $5)
       on conflict (account_id, user_id) do update
         set role = excluded.role, status = 'active', revision = m.revision + 1, updated_at = now()
       returning m.id`,
      [person.accountId, newId(), userId, person.name, person.role],
    ),
  );
  return { userId, memberId: member!.id };
}

/** Makes an API key of an account, with all permissions unless scopes are named. The secret exists only here. */
export async function provisionApiKey(
  database: Database,
  key: { accountId: string; name: string; mode: AccountMode; scopes?: Permission[] },
): Promise<{ id: string; secret: string }> {
  const { row, secret } = await inAccount(database, key.accountId, (tx) =>
    createApiKey(tx, {
      name: key.name,
      scopes: key.scopes ?? ALL_PERMISSIONS,
      expiresAt: null,
      mode: key.mode,
      allowed: new Set(ALL_PERMISSIONS),
    }),
  );
  return { id: row.id, secret };
}
