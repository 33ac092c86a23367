import { type DestinationStream, type Logger, pino } from 'pino';

/** Fields that are never written, wherever they stand. Message text is never given to the log in the first place. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'secret',
  'apiKey',
  'qr',
  'code',
  'text',
  'caption',
  'body',
  'content',
  'number',
];

/** The program's log: JSON lines, secrets and message text cut out. */
export function createLog(options: { level: string; destination?: DestinationStream }): Logger {
  const settings = {
    level: options.level,
    base: {},
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: SECRET_FIELDS.flatMap((field) =>
        field === 'code' ? ['pairing.code'] : [field, `*.${field}`, `*.*.${field}`],
      ),
      censor: '[redacted]',
    },
    serializers: { err: describeError, error: describeError },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings);
}

/** What the log says of an error: never the parameters of a query, which hold customers' words. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, table, constraint, routine } = error as Error & Record<string, unknown>;
  return {
    name: error.name,
    message: error.message,
    code,
    table,
    constraint,
    routine,
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
