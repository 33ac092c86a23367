import type { AuditActor } from '../audit/audit-entry.ts';
import type { problemCodes } from './contract-tables.gen.ts';

export type ProblemCode = keyof typeof problemCodes;

/** One invalid field: a JSON pointer that begins with `/body`, `/query`, `/headers` or `/path`, and what is wrong. */
export interface FieldError {
  pointer: string;
  detail: string;
  /** A value that would be taken. */
  suggestion?: string;
}

/** Whose credential was refused where the request has no caller yet: the audit of that account tells of it. */
export interface RefusedSubject {
  accountId: string;
  actor: AuditActor;
}

/**
 * An answer that says no, as RFC 9457 describes it. Thrown anywhere, it becomes the response; its `code` is
 * stable and listed in the contract, its `detail` is for the person who reads it and never holds a secret.
 */
export class Problem extends Error {
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string>;
  /** Never shown. */
  readonly subject: RefusedSubject | undefined;

  constructor(options: {
    status: number;
    code: ProblemCode;
    detail: string;
    errors?: FieldError[];
    headers?: Record<string, string>;
    subject?: RefusedSubject | undefined;
    cause?: unknown;
  }) {
    super(options.detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Problem';
    this.status = options.status;
    this.code = options.code;
    this.detail = options.detail;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
    this.subject = options.subject;
  }
}

/** The one answer for an id that is unknown and for an id of somebody else's account. */
export function notFound(noun: string, subject?: RefusedSubject): Problem {
  return new Problem({
    status: 404,
    code: 'not_found',
    detail: `There is no such ${noun} in this account.`,
    subject,
  });
}
