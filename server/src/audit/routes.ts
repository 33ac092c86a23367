import type { Transaction } from '../db/database.ts';
import { decodeCursor, encodeCursor, invalidCursor } from '../http/cursor.ts';
import type { Call, Operations } from '../http/operation.ts';
import { Problem } from '../http/problem.ts';
import { LIMITS } from '../limits.ts';
import { exportAudit } from './export-audit.ts';
import { type AuditFilters, listAudit } from './list-audit.ts';
import { presentAuditEntry } from './present.ts';
import { verifyAudit } from './verify-audit.ts';

/** Reading, verifying and exporting the audit of the account acted for. */
export const auditOperations: Pick<Operations, 'listAuditEntries' | 'verifyAudit' | 'exportAudit'> = {
  async listAuditEntries({ query, app, inAccount }) {
    // What this process has gathered and not written yet belongs to what happened before this call.
    await app.audit.settle();
    const filters = filtersOf(query);
    const limit = query.limit ?? LIMITS.page.default;
    const from = query.cursor === undefined ? null : readCursor(query.cursor, filters);
    const rows = await inAccount((tx: Transaction) =>
      listAudit(tx, { filters, from, order: 'newest', limit: limit + 1 }),
    );
    const shown = rows.slice(0, limit);
    return {
      status: 200,
      body: {
        data: shown.map(presentAuditEntry),
        nextCursor: rows.length > limit ? encodeCursor([shown.at(-1)!.seq], filters) : null,
      },
    };
  },

  async verifyAudit({ query, caller, app }) {
    const { seq, hash } = query;
    if ((seq === undefined) !== (hash === undefined))
      throw new Problem({
        status: 400,
        code: 'invalid_request',
        detail: 'A hash that was noted is given with its position.',
        errors: [{ pointer: seq === undefined ? '/query/seq' : '/query/hash', detail: 'is needed too' }],
      });
    const noted = seq === undefined || hash === undefined ? null : { seq, hash };
    return { status: 200, body: await verifyAudit(app.database, caller.accountId, noted) };
  },

  async exportAudit({ query, caller, app, audit, inAccount }) {
    const format = query.format ?? 'csv';
    const filters = filtersOf(query);
    await app.audit.settle();
    // Checks the filters, and tells the audit before anything leaves: the export is itself in the file.
    await inAccount((tx) => {
      audit?.change({ after: { format, ...filters } }).note();
      return listAudit(tx, { filters, from: null, order: 'newest', limit: 1 });
    });
    const day = new Date().toISOString().slice(0, 10);
    return {
      status: 200,
      headers: {
        'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
        'content-disposition': `attachment; filename="audit-${day}.${format}"`,
      },
      body: exportAudit({ database: app.database, accountId: caller.accountId, filters, format }),
    };
  },
};

function filtersOf(query: Call<'listAuditEntries'>['query'] | Call<'exportAudit'>['query']): AuditFilters {
  const { action, outcome, actorId, targetId, since, until } = query;
  return { action, outcome, actorId, targetId, since, until, q: 'q' in query ? query.q : undefined };
}

function readCursor(cursor: string, filters: AuditFilters): number {
  const [seq] = decodeCursor(cursor, filters);
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq)) throw invalidCursor();
  return seq;
}
