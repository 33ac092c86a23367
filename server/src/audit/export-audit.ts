import { Readable } from 'node:stream';
import { type Database, inAccount } from '../db/database.ts';
import type { components } from '../http/contract.gen.ts';
import { LIMITS } from '../limits.ts';
import { type AuditFilters, listAudit } from './list-audit.ts';
import { presentAuditEntry } from './present.ts';

type Entry = components['schemas']['AuditEntry'];

const COLUMNS: readonly [string, (entry: Entry) => unknown][] = [
  ['seq', (entry) => entry.seq],
  ['at', (entry) => entry.at],
  ['action', (entry) => entry.action],
  ['outcome', (entry) => entry.outcome],
  ['reason', (entry) => entry.reason],
  ['count', (entry) => entry.count],
  ['actorKind', (entry) => entry.actor.kind],
  ['actorId', (entry) => entry.actor.id],
  ['actorName', (entry) => entry.actor.name],
  ['actorAccountId', (entry) => entry.actor.accountId],
  ['targetKind', (entry) => entry.target?.kind],
  ['targetId', (entry) => entry.target?.id],
  ['targetName', (entry) => entry.target?.name],
  ['address', (entry) => entry.address],
  ['userAgent', (entry) => entry.userAgent],
  ['requestId', (entry) => entry.requestId],
  ['before', (entry) => entry.before],
  ['after', (entry) => entry.after],
  ['id', (entry) => entry.id],
  ['hash', (entry) => entry.hash],
];

/** The account's entries as a file, oldest first, read page by page as fast as it is taken, up to the newest of now. */
export function exportAudit(options: {
  database: Database;
  accountId: string;
  filters: AuditFilters;
  format: 'csv' | 'ndjson';
}): Readable {
  return Readable.from(lines(options), { objectMode: false, highWaterMark: 64 * 1024 });
}

async function* lines(options: Parameters<typeof exportAudit>[0]): AsyncGenerator<string> {
  const { database, accountId, filters, format } = options;
  const show = format === 'csv' ? csvLine : (entry: Entry): string => `${JSON.stringify(entry)}\n`;
  if (format === 'csv') yield `${COLUMNS.map(([name]) => name).join(',')}\r\n`;
  let from = 0;
  for (;;) {
    const rows = await inAccount(database, accountId, (tx) =>
      listAudit(tx, { filters, from, order: 'oldest', limit: LIMITS.audit.page }),
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => show(presentAuditEntry(row))).join('');
    if (rows.length < LIMITS.audit.page) return;
    from = last.seq;
  }
}

function csvLine(entry: Entry): string {
  return `${COLUMNS.map(([, read]) => csvCell(read(entry))).join(',')}\r\n`;
}

/**
 * One cell, as RFC 4180 quotes it. What a spreadsheet would take for a formula gets an apostrophe before it, also
 * where blanks come first: names and user agents are hostile.
 */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = /^\s*[=+\-@\t\r|%]/.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
