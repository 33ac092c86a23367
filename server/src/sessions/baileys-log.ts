import type { Logger } from 'pino';

/** The logger that Baileys asks for. */
interface BaileysLogger {
  level: string;
  child(context: Record<string, unknown>): BaileysLogger;
  trace(data: unknown, message?: string): void;
  debug(data: unknown, message?: string): void;
  info(data: unknown, message?: string): void;
  warn(data: unknown, message?: string): void;
  error(data: unknown, message?: string): void;
}

/**
 * Baileys logs whole stanzas, keys, numbers and errors with their data. Only its own sentences pass, with what
 * looks like a number or an address taken out, and the kind of an error; the rest is never written.
 */
export function baileysLog(log: Logger): BaileysLogger {
  const pass =
    (level: 'debug' | 'warn') =>
    (data: unknown, message?: string): void => {
      if (!log.isLevelEnabled(level)) return;
      const sentence = message ?? (typeof data === 'string' ? data : '');
      log[level]({ from: 'baileys', problem: problemOf(data) }, withoutAddresses(sentence));
    };
  const logger: BaileysLogger = {
    level: 'warn',
    child: () => logger,
    trace: nothing,
    debug: nothing,
    info: nothing,
    // What Baileys warns of is its daily work (a retry, a device list that's missing); our own code says what matters.
    warn: pass('debug'),
    error: pass('warn'),
  };
  return logger;
}

function nothing(): void {}

function problemOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { err, error, trace, uploadError } = data as Record<string, unknown>;
  const first = err ?? error ?? trace ?? uploadError;
  const text =
    first instanceof Error
      ? `${first.name}: ${first.message}`
      : typeof first === 'string'
        ? first
        : undefined;
  return text === undefined ? undefined : withoutAddresses(text.split('\n')[0]!.slice(0, 300));
}

function withoutAddresses(text: string): string {
  return text.replace(/[\d.:_-]{6,}(@[a-z.]+)?/g, '…');
}
