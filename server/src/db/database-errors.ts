/** The database does not answer now: it is down, restarting, out of connections or cut off. Try again later. */
export class DatabaseUnavailable extends Error {
  readonly code = 'database_unavailable';

  constructor(cause: unknown) {
    super('The database does not answer.', { cause });
    this.name = 'DatabaseUnavailable';
  }
}

const SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'ENOTFOUND',
]);
/** pg's own errors carry no code. */
const MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|connection is closed|Client was closed/i;

/** Whether an error of the driver means that the database is out of reach, and not that the query is wrong. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return false;
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') {
    if (SYSTEM_CODES.has(code)) return 'syscall' in error;
    // 57P01–57P03 shutting down or starting up, 53300 too many connections, 08xxx connection exceptions.
    if (/^(57P0[1-5]|53300|08...)$/.test(code)) return true;
    if (code.length === 5) return false;
  }
  if (error.cause !== undefined && isUnavailable(error.cause)) return true;
  return MESSAGES.test(error.message);
}
