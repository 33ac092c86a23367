import type { FastifyBaseLogger } from 'fastify';
import type { Bindings, Level, Logger } from 'pino';

/**
 * The log of one request: each line names the request. Most requests write none, so the logger behind it, which costs
 * more than the rest of it, is made by the first line.
 */
export function createRequestLog(parent: Logger, bindings: Bindings): FastifyBaseLogger {
  return new RequestLog(parent, bindings);
}

class RequestLog implements FastifyBaseLogger {
  readonly #parent: Logger;
  readonly #bindings: Bindings;
  #own: Logger | undefined;

  constructor(parent: Logger, bindings: Bindings) {
    this.#parent = parent;
    this.#bindings = bindings;
  }

  get level(): string {
    return this.#own?.level ?? this.#parent.level;
  }

  set level(level: string) {
    this.#made().level = level;
  }

  fatal(...line: unknown[]): void {
    this.#write('fatal', line);
  }

  error(...line: unknown[]): void {
    this.#write('error', line);
  }

  warn(...line: unknown[]): void {
    this.#write('warn', line);
  }

  info(...line: unknown[]): void {
    this.#write('info', line);
  }

  debug(...line: unknown[]): void {
    this.#write('debug', line);
  }

  trace(...line: unknown[]): void {
    this.#write('trace', line);
  }

  silent(): void {}

  child(bindings: Bindings): Logger {
    return this.#made().child(bindings);
  }

  #write(level: Level, line: unknown[]): void {
    if (!(this.#own ?? this.#parent).isLevelEnabled(level)) return;
    const write: (...line: unknown[]) => void = this.#made()[level];
    write.apply(this.#own, line);
  }

  #made(): Logger {
    return (this.#own ??= this.#parent.child(this.#bindings));
  }
}
