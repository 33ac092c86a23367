import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const MAX_BYTES = 20 * 1024 * 1024;
const MAX_LAST_LINES = 30;

/** A log that never takes more than twice 20 MiB: when full it becomes `<name>.1`, in place of the last one. */
export class LogFile {
  readonly path: string;
  readonly #last: string[] = [];
  #bytes: number;

  constructor(path: string) {
    this.path = path;
    mkdirSync(dirname(path), { recursive: true });
    this.#bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Appends one line. A full disk does not stop what is being logged. */
  write(line: string): void {
    this.#last.push(line);
    if (this.#last.length > MAX_LAST_LINES) this.#last.shift();
    const text = `${line}\n`;
    try {
      if (this.#bytes > MAX_BYTES) {
        renameSync(this.path, `${this.path}.1`);
        this.#bytes = 0;
      }
      appendFileSync(this.path, text);
      this.#bytes += Buffer.byteLength(text);
    } catch {
      // The lines in memory still explain a failure.
    }
  }

  /** The newest lines of this run, oldest first. */
  get last(): readonly string[] {
    return this.#last;
  }
}
