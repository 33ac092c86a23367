import type { Caller } from '../access/caller.ts';
import { demandRoom } from '../accounts/account-limits.ts';
import type { Application } from '../application.ts';
import { inAccount, type Transaction } from '../db/database.ts';
import { fromTypeId, fromTypeIdField, newId, toTypeId } from '../db/ids.ts';
import type { AccountSeal } from '../db/seal.ts';
import { recordEvent } from '../events/record-event.ts';
import type { components } from '../http/contract.gen.ts';
import { decodeIdCursor, pageById } from '../http/cursor.ts';
import { makeOnce } from '../http/idempotency.ts';
import type { Call, Operations } from '../http/operation.ts';
import { notFound, Problem } from '../http/problem.ts';
import { etagOf } from '../http/revisions.ts';
import { LIMITS } from '../limits.ts';
import { editSession, pauseSession, resumeSession } from './edit-session.ts';
import { findSession, type FullSession } from './find-session.ts';
import { handOverSession } from './hand-over-session.ts';
import { sessionLimits } from './limits.ts';
import { presentPairing, presentSession, type SessionRow, withoutSecret } from './present.ts';
import { removeSession } from './remove-session.ts';
import { describeReason } from './session-reasons.ts';
import { eraseKeys, openPairing, type PairingSecret, sealPairing } from './session-rows.ts';
import type { Transport } from './wa-trust.ts';

type OperationName =
  | 'connectSession'
  | 'listSessions'
  | 'getSession'
  | 'updateSession'
  | 'removeSession'
  | 'pauseSession'
  | 'resumeSession'
  | 'handOverSession';
type AnyCall = Pick<Call<OperationName>, 'app' | 'caller'>;

/** Linking numbers, looking at them, setting how they work, removing them. */
export const sessionOperations: Pick<Operations, OperationName> = {
  async connectSession(call) {
    const { app, caller, body } = call;
    const transport: Transport = caller.mode === 'test' ? 'sandbox' : 'live';
    await demandGateway(app, transport);
    const seal = await app.sealing.forAccount(caller.accountId);
    const secret: PairingSecret = {
      method: body.method,
      attemptsLeft: 0,
      ...('number' in body ? { number: body.number } : {}),
    };
    const again =
      body.sessionId === undefined ? null : fromTypeIdField('ses', body.sessionId, '/body/sessionId');
    let anew = false;
    const { resourceId } = await makeOnce(call, 'connectSession', async (tx) => {
      if (again === null) {
        const made = await startPairing(tx, { call, seal, secret, transport, name: body.name ?? '' });
        call.audit?.target('session', toTypeId('ses', made), body.name ?? null);
        return made;
      }
      anew = await pairAgain(tx, { call, seal, secret, sessionId: again, name: body.name });
      call.audit?.target('session', toTypeId('ses', again));
      return again;
    });
    if (app.gateway?.transport === transport) await app.gateway.connect(resourceId, { anew });
    const { row } = await call.inAccount((tx) => findSession(tx, { caller, sessionId: resourceId }));
    return { status: 201, body: await present(call, row) };
  },

  async listSessions(call) {
    const { query, caller } = call;
    const limit = query.limit ?? LIMITS.page.default;
    const filters = { status: query.status ?? null };
    const after = query.cursor === undefined ? null : decodeIdCursor(query.cursor, filters);
    const rows = await call.inAccount((tx) =>
      tx.query<SessionRow & Pick<FullSession, 'pairing_sealed'>>(
        `select v.*, s.pairing_sealed from session_view v
         join sessions s on s.account_id = v.account_id and s.id = v.id
         where v.account_id = $1 and ($2::uuid is null or v.id > $2)
           and case when $3::text is null then v.status <> 'removed' else v.status = $3 end
           and v.merged_into is null and ($4::uuid[] is null or v.id = any($4))
         order by v.id limit $5`,
        [tx.accountId, after, filters.status, caller.sessionIds, limit + 1],
      ),
    );
    const seal = await call.app.sealing.forAccount(caller.accountId);
    const page = pageById(
      rows,
      limit,
      (row) => {
        const pairing = pairingOf(row, seal);
        return presentSession(row, pairing && withoutSecret(pairing));
      },
      filters,
    );
    return { status: 200, body: page };
  },

  async getSession(call) {
    const { row, mergedFrom } = await call.inAccount((tx) => findSession(tx, askedBy(call)));
    const headers = {
      etag: etagOf(row.revision),
      'metahub-merged-from': mergedFrom ? toTypeId('ses', mergedFrom) : undefined,
    };
    return { status: 200, headers, body: await present(call, row) };
  },

  async updateSession(call) {
    const { app, caller, body: change, ifMatch } = call;
    const seal = await app.sealing.forAccount(caller.accountId);
    const row = await call.inAccount((tx) =>
      editSession(tx, { ...askedBy(call), seal, ifMatch, change, audit: call.audit }),
    );
    await app.gateway?.heed(row.id);
    return { status: 200, headers: { etag: etagOf(row.revision) }, body: await present(call, row) };
  },

  async pauseSession(call) {
    const row = await call.inAccount((tx) => pauseSession(tx, askedBy(call)));
    await call.app.gateway?.heed(row.id);
    return { status: 200, body: await present(call, row) };
  },

  async resumeSession(call) {
    const row = await call.inAccount((tx) => resumeSession(tx, askedBy(call)));
    if (row.status === 'connecting' && call.app.gateway?.transport === row.transport)
      void call.app.gateway.connect(row.id).catch(() => {});
    return { status: 200, body: await present(call, row) };
  },

  async handOverSession(call) {
    const { app, caller } = call;
    const { row } = await call.inAccount((tx) => findSession(tx, askedBy(call)));
    await handOverSession(app, { accountId: caller.accountId, sessionId: row.id });
    return { status: 200, body: await present(call, row) };
  },

  async removeSession(call) {
    const { row } = await inAccount(call.app.database, call.caller.accountId, (tx) =>
      findSession(tx, askedBy(call)),
    );
    await removeSession(call.app, {
      accountId: call.caller.accountId,
      sessionId: row.id,
      audit: call.audit,
    });
    return { status: 204 };
  },
};

/** Without a gateway of the account's network nobody would ever show a QR. */
async function demandGateway(app: Application, transport: Transport): Promise<void> {
  if (app.gateway?.transport === transport) return;
  const [answer] = await app.database.crossing<{ alive: boolean }>('gateway_alive', [
    transport,
    sessionLimits.leaseMs,
  ]);
  if (answer?.alive) return;
  throw new Problem({
    status: 503,
    code: 'transport_unavailable',
    detail: `No gateway serves ${transport === 'sandbox' ? 'test' : 'live'} accounts at the moment. Try again in a moment.`,
    headers: { 'retry-after': '5' },
  });
}

async function startPairing(
  tx: Transaction,
  options: {
    call: Call<'connectSession'>;
    seal: AccountSeal;
    secret: PairingSecret;
    transport: Transport;
    name: string;
  },
): Promise<string> {
  if (options.call.caller.sessionIds !== null) {
    throw new Problem({
      status: 403,
      code: 'forbidden',
      detail: 'This token is for certain sessions and may not make another.',
    });
  }
  const [account] = await tx.query<{ locale: string; sessions: number }>(
    `select a.locale, (select count(*) from sessions s where s.account_id = a.id and s.status <> 'removed') as sessions
     from accounts a where a.id = $1`,
    [tx.accountId],
  );
  if (!account) throw notFound('account');
  if (account.sessions >= sessionLimits.sessionsPerAccount) {
    throw new Problem({
      status: 409,
      code: 'limit_reached',
      detail: `An account has at most ${sessionLimits.sessionsPerAccount} numbers. Remove one first.`,
    });
  }
  await demandRoom(tx, { of: 'sessions', more: 1 });
  const id = newId();
  await tx.query(
    `insert into sessions (account_id, id, name, transport, status, reason, pairing_sealed)
     values ($1, $2, $3, $4, 'pairing', $5, $6)`,
    [
      tx.accountId,
      id,
      options.name,
      options.transport,
      JSON.stringify(waiting(options.secret, account.locale)),
      sealPairing(options.seal, id, options.secret),
    ],
  );
  await recordEvent(tx, { type: 'session.updated', subjectId: id });
  return id;
}

/** A session whose link is over starts anew (the answer is true); one that is being connected or paired goes on. */
async function pairAgain(
  tx: Transaction,
  options: {
    call: Call<'connectSession'>;
    seal: AccountSeal;
    secret: PairingSecret;
    sessionId: string;
    name: string | undefined;
  },
): Promise<boolean> {
  const { sessionId, secret, seal } = options;
  const { row } = await findSession(tx, { caller: options.call.caller, sessionId });
  if (row.status === 'removed') {
    throw new Problem({
      status: 409,
      code: 'session_removed',
      detail: 'This session was removed. Link the number as a new one.',
    });
  }
  if (row.status === 'connected') {
    throw new Problem({
      status: 409,
      code: 'session_already_connected',
      detail: 'This session is connected already.',
    });
  }
  if (row.status === 'paused') {
    await resumeSession(tx, { caller: options.call.caller, sessionId });
    return false;
  }
  if (row.status === 'connecting' || row.status === 'disconnected') return false;
  if (row.status === 'pairing' && pairingOf(row, seal)?.method === secret.method) return false;
  const [account] = await tx.query<{ locale: string }>('select locale from accounts where id = $1', [
    tx.accountId,
  ]);
  // A former owner loses the session, and its next one finds new credentials to make.
  await eraseKeys(tx, sessionId);
  await tx.query(
    `update sessions set status = 'pairing', reason = $3, pairing_sealed = $4, pairing_expires_at = null,
       name = coalesce($5, name), lease_until = null, revision = revision + 1, updated_at = now()
     where account_id = $1 and id = $2`,
    [
      tx.accountId,
      sessionId,
      JSON.stringify(waiting(secret, account?.locale ?? 'pt-BR')),
      sealPairing(seal, sessionId, secret),
      options.name ?? null,
    ],
  );
  await recordEvent(tx, { type: 'session.updated', subjectId: sessionId });
  return true;
}

function waiting(secret: PairingSecret, locale: string): object {
  return describeReason(secret.method === 'qr' ? 'waiting_for_scan' : 'waiting_for_code', locale);
}

function askedBy(call: { caller: Caller; params: { sessionId: string } }): {
  caller: Caller;
  sessionId: string;
} {
  return { caller: call.caller, sessionId: fromTypeId('ses', call.params.sessionId) };
}

async function present(call: AnyCall, row: FullSession): Promise<components['schemas']['Session']> {
  const pairing = pairingOf(row, await call.app.sealing.forAccount(call.caller.accountId));
  const mayPair = call.caller.permissions.has('sessions:pair');
  return presentSession(row, pairing && (mayPair ? pairing : withoutSecret(pairing)));
}

/** The pairing that is waited for now; null when there is none that still holds. */
function pairingOf(
  row: SessionRow & Pick<FullSession, 'pairing_sealed'>,
  seal: AccountSeal,
): components['schemas']['Pairing'] | null {
  if (row.status !== 'pairing' || !row.pairing_sealed || !row.pairing_expires_at) return null;
  const expiresAt = new Date(row.pairing_expires_at);
  if (expiresAt.getTime() <= Date.now()) return null;
  return presentPairing(openPairing(seal, row.id, row.pairing_sealed), expiresAt);
}
