import { canonicalHost } from '../branding/canonical-host.ts';
import { inAccount } from '../db/database.ts';
import type { Operations } from '../http/operation.ts';
import { notFound, Problem } from '../http/problem.ts';
import { applyRate } from '../http/rate-limits.ts';
import { LIMITS } from '../limits.ts';
import { checkRecords } from './check-records.ts';
import {
  claimDomain,
  demandDomainTarget,
  domainTarget,
  readClaim,
  removeDomain,
  settleDomain,
} from './claim-domain.ts';
import { presentDomain, readDomain } from './domain-row.ts';

/** Own domains: claiming, checking, giving up, and what the proxy asks before it gets a certificate. */
export const domainOperations: Pick<
  Operations,
  'getDomain' | 'claimDomain' | 'checkDomain' | 'removeDomain' | 'getCertificatePermission'
> = {
  async getDomain({ app, inAccount: inScope }) {
    return {
      status: 200,
      body: presentDomain({ ...(await inScope(readDomain)), target: domainTarget(app) }),
    };
  },

  async claimDomain({ app, body, caller, audit, inAccount: inScope }) {
    const target = demandDomainTarget(app);
    const host = await readClaim(app, { host: body.host, accountId: caller.accountId });
    audit?.target('domain', null, host);
    const claimed = await inScope(async (tx) => {
      await claimDomain(tx, host);
      return readDomain(tx);
    });
    return { status: 200, body: presentDomain({ ...claimed, target }) };
  },

  async checkDomain({ app, caller, audit, reply, inAccount: inScope }) {
    const target = demandDomainTarget(app);
    applyRate(reply, await app.rates.take(`domain ${caller.accountId}`, LIMITS.rates.domainChecks));
    // Asked outside of any transaction: name servers may take seconds.
    const { row } = await inAccount(app.database, caller.accountId, readDomain);
    if (row === null)
      throw new Problem({ status: 409, code: 'domain_missing', detail: 'Claim a domain first.' });
    const found = await checkRecords(app.names, row, target);
    audit?.target('domain', null, row.host);
    const settled = await inScope(async (tx) => {
      const became = await settleDomain(tx, { host: row.host, ...found });
      if (!became) audit?.nothingDone();
      return readDomain(tx);
    });
    return { status: 200, body: presentDomain({ ...settled, target }) };
  },

  async removeDomain({ audit, inAccount: inScope }) {
    await inScope(async (tx) => {
      const host = await removeDomain(tx);
      if (host === null) audit?.nothingDone();
      else audit?.target('domain', null, host);
    });
    return { status: 204 };
  },

  async getCertificatePermission({ app, query }) {
    const host = canonicalHost(query.domain);
    const [account] =
      host === null ? [] : await app.database.crossing<{ id: string }>('find_host_account', [host]);
    if (host === null || !account) throw notFound('domain');
    return { status: 200, body: { host } };
  },
};
