import type { Caller } from '../access/caller.ts';
import type { Problem } from '../http/problem.ts';
import { actorOf, type AuditedRequest, originOf } from './audit-entry.ts';
import type { AuditTrail } from './audit-trail.ts';

/**
 * Tells the audit of an answer that says no to a credential of some account. What nobody can be named for, as a
 * forged token, and what is routine, as one that has expired, is not told of.
 */
export function noteRefusal(
  trail: AuditTrail,
  refusal: { problem: Problem; caller: Caller | null; request: AuditedRequest; operation: string },
): void {
  const { problem, caller, request, operation } = refusal;
  const { subject } = problem;
  const accountId = subject?.accountId ?? caller?.accountId;
  if (!accountId || (!subject && problem.status !== 401 && problem.status !== 403)) return;
  trail.refused(accountId, {
    action: 'access.refused',
    reason: problem.code,
    ...(subject?.actor ?? actorOf(caller!)),
    ...originOf(request),
    target_kind: 'operation',
    target_name: operation,
  });
}
