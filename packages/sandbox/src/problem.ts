/** A refusal with a stable code, told to callers of the control API as `application/problem+json` (RFC 9457). */
export class SandboxProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly errors: FieldError[];

  constructor(status: number, code: string, detail: string, errors: FieldError[] = []) {
    super(detail);
    this.name = 'SandboxProblem';
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** One wrong field of a request: where it stands and what is wrong with it. */
export interface FieldError {
  field: string;
  message: string;
}

/** Stops the process from starting: the sentence tells the person what to change. */
export class StartupError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartupError';
    this.code = code;
  }
}
