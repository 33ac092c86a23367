import type { Transaction } from '../db/database.ts';
import { newId, toTypeId } from '../db/ids.ts';
import type { components } from '../http/contract.gen.ts';
import { makeOnce } from '../http/idempotency.ts';
import type { Call } from '../http/operation.ts';
import { Problem } from '../http/problem.ts';
import { LIMITS } from '../limits.ts';
import { lockAccount, withinClient } from './client-account.ts';
import { demandTimeZone } from './edit-account.ts';
import type { AccountRow } from './present.ts';

/** Makes a client of the caller's account, once per Idempotency-Key. Answers its id. */
export async function createAccount(call: Call<'createAccount'>): Promise<string> {
  const { body, app } = call;
  if (body.timeZone !== undefined) demandTimeZone(body.timeZone);
  const { resourceId } = await makeOnce(call, 'createAccount', async (tx) => {
    const agency = await lockAccount(tx);
    if (agency.parent_id !== null)
      throw new Problem({
        status: 409,
        code: 'limit_reached',
        detail: 'This account is itself a client of an agency, and has none of its own.',
      });
    await demandRoom(app, tx);
    const id = newId();
    call.audit?.target('account', toTypeId('acc', id), body.name).change({ after: { ...body } });
    await withinClient(tx, { clientId: id, audit: call.audit }, (inside) =>
      insertClient(inside, { agency, body }),
    );
    return id;
  });
  return resourceId;
}

async function insertClient(
  tx: Transaction,
  options: { agency: AccountRow; body: components['schemas']['CreateAccountRequest'] },
): Promise<void> {
  const { agency, body } = options;
  const mode = body.mode ?? agency.mode;
  if (mode === 'live' && agency.mode === 'test')
    throw new Problem({
      status: 400,
      code: 'invalid_request',
      detail: 'A test agency has test accounts only.',
      errors: [{ pointer: '/body/mode', detail: 'must be test' }],
    });
  await tx.query(
    `insert into accounts (id, parent_id, name, mode, country, area_code, time_zone, locale, limits)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tx.accountId,
      agency.id,
      body.name,
      mode,
      body.country ?? agency.country,
      body.areaCode ?? null,
      body.timeZone ?? agency.time_zone,
      body.locale ?? agency.locale,
      JSON.stringify(body.limits ?? {}),
    ],
  );
}

async function demandRoom(app: Call<'createAccount'>['app'], tx: Transaction): Promise<void> {
  const most = LIMITS.accounts.clients;
  const clients = await app.database.crossing('list_client_accounts', [tx.accountId, null, most]);
  if (clients.length < most) return;
  throw new Problem({
    status: 409,
    code: 'limit_reached',
    detail: `An agency has at most ${most} client accounts.`,
  });
}
