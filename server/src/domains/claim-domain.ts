import { randomBytes } from 'node:crypto';
import type { Application } from '../application.ts';
import { canonicalHost } from '../branding/canonical-host.ts';
import type { Transaction } from '../db/database.ts';
import { Problem } from '../http/problem.ts';
import { type DomainRow, readDomain, type RecordState } from './domain-row.ts';

type Parts = Pick<Application, 'config' | 'database'>;

/** Where own domains lead to; null where the operator has not said, and then there are none. */
export function domainTarget(app: Pick<Application, 'config'>): string | null {
  const { domainTarget: named, publicUrl } = app.config;
  return named ?? canonicalHost(publicUrl === null ? undefined : new URL(publicUrl).host);
}

/** The same, for those who need one. Throws 409 `domains_not_set_up`. */
export function demandDomainTarget(app: Pick<Application, 'config'>): string {
  const target = domainTarget(app);
  if (target !== null) return target;
  throw new Problem({
    status: 409,
    code: 'domains_not_set_up',
    detail: 'The operator has not said where own domains lead (METAHUB_DOMAIN_TARGET).',
  });
}

/** A host that may be claimed, as it is kept. Throws 400 for what is no domain, 409 for one that is taken. */
export async function readClaim(app: Parts, options: { host: string; accountId: string }): Promise<string> {
  const host = canonicalHost(options.host);
  if (host === null)
    throw new Problem({
      status: 400,
      code: 'invalid_request',
      detail: 'This is not the name of a domain.',
      errors: [
        { pointer: '/body/host', detail: 'is a name such as painel.example.com, without https:// or a path' },
      ],
    });
  const own = [domainTarget(app), canonicalHost(URL.parse(app.config.publicUrl ?? '')?.host)];
  if (own.includes(host)) throw taken(host);
  const [holder] = await app.database.crossing<{ id: string }>('find_host_account', [host]);
  if (holder && holder.id !== options.accountId) throw taken(host);
  return host;
}

/** Claims a host for the account. The same claim again keeps its records; another one begins anew. */
export async function claimDomain(tx: Transaction, host: string): Promise<void> {
  const { row } = await readDomain(tx);
  if (row?.host === host) return;
  if (row?.active_since)
    throw new Problem({
      status: 409,
      code: 'domain_active',
      detail: `Remove ${row.host} before you claim another domain.`,
    });
  await tx.query(
    `insert into domains (account_id, host, challenge) values ($1, $2, $3)
     on conflict (account_id) do update
       set host = excluded.host, challenge = excluded.challenge, txt_state = 'unchecked', cname_state = 'unchecked',
           checked_at = null, created_at = now()`,
    [tx.accountId, host, randomBytes(16).toString('hex')],
  );
}

/**
 * Keeps what was found, and makes the domain active when all is right. Answers whether it became so. What is active
 * stays so when its records go: a mistake in a zone must not end a business's day. Throws 409 `domain_taken` when
 * another account was first.
 */
export async function settleDomain(
  tx: Transaction,
  checked: { host: string; txt: RecordState; cname: RecordState },
): Promise<boolean> {
  const [row] = await tx.query<DomainRow & { was_active: boolean }>(
    `update domains d
     set txt_state = $3, cname_state = $4, checked_at = now(),
         active_since = coalesce(d.active_since, case when $3 = 'found' and $4 = 'found' then now() end)
     from (select active_since from domains where account_id = $1 for update) before
     where d.account_id = $1 and d.host = $2
     returning d.*, before.active_since is not null as was_active`,
    [tx.accountId, checked.host, checked.txt, checked.cname],
  );
  // The claim was changed while the name servers were asked.
  if (!row || row.was_active || row.active_since === null) return false;
  try {
    await tx.query(
      'update accounts set host = $2, revision = revision + 1, updated_at = now() where id = $1',
      [tx.accountId, row.host],
    );
  } catch (error) {
    if ((error as { code?: unknown }).code === '23505') throw taken(row.host);
    throw error;
  }
  return true;
}

/** Gives the domain up. Answers whether there was one. */
export async function removeDomain(tx: Transaction): Promise<string | null> {
  const [row] = await tx.query<{ host: string }>('delete from domains where account_id = $1 returning host', [
    tx.accountId,
  ]);
  if (!row) return null;
  await tx.query(
    'update accounts set host = null, revision = revision + 1, updated_at = now() where id = $1 and host is not null',
    [tx.accountId],
  );
  return row.host;
}

function taken(host: string): Problem {
  return new Problem({ status: 409, code: 'domain_taken', detail: `${host} belongs to somebody else.` });
}
