import type { Transaction } from '../db/database.ts';
import { Problem } from '../http/problem.ts';
import type { AuditRow } from './present.ts';

/** Which entries are asked for; what is left out does not narrow. */
export interface AuditFilters {
  /** A kind, or the noun of kinds. */
  action?: string | undefined;
  outcome?: string | undefined;
  /** TypeIDs. */
  actorId?: string | undefined;
  targetId?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  q?: string | undefined;
}

/** Entries of the account that the filters let through, newest first from before a position, or oldest first after one. */
export async function listAudit(
  tx: Transaction,
  options: { filters: AuditFilters; from: number | null; order: 'newest' | 'oldest'; limit: number },
): Promise<AuditRow[]> {
  const { filters, from, order, limit } = options;
  const values: unknown[] = [tx.accountId];
  const conditions = ['account_id = $1'];
  const add = (text: string, value: unknown): void => {
    if (value === undefined || value === null) return;
    values.push(value);
    conditions.push(text.replaceAll('?', `$${values.length}`));
  };
  add(order === 'newest' ? 'seq < ?' : 'seq > ?', from);
  if (filters.action?.includes('.')) add('action = ?', filters.action);
  else add(`starts_with(action, ?)`, filters.action && `${filters.action}.`);
  add('outcome = ?', filters.outcome);
  add('actor_id = ?', filters.actorId);
  add('target_id = ?', filters.targetId);
  add('at >= ?', readTime(filters.since, 'since'));
  add('at < ?', readTime(filters.until, 'until'));
  add(
    `concat_ws(' ', actor_name, target_name, address, action, reason, actor_id, target_id) ilike ? escape '\\'`,
    filters.q && `%${filters.q.replaceAll(/[\\%_]/g, '\\$&')}%`,
  );
  values.push(limit);
  return tx.query<AuditRow>(
    `select * from audit_entries where ${conditions.join(' and ')}
     order by seq ${order === 'newest' ? 'desc' : 'asc'} limit $${values.length}`,
    values,
  );
}

function readTime(text: string | undefined, name: string): Date | undefined {
  if (text === undefined) return undefined;
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time;
  throw new Problem({
    status: 400,
    code: 'invalid_request',
    detail: 'That is no moment in time.',
    errors: [{ pointer: `/query/${name}`, detail: 'is not a date and time' }],
  });
}
