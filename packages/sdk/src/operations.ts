import type { Request } from './http.ts';

/** What a client offers to its methods. */
export interface Caller {
  call(method: string, path: string, request: Request): Promise<unknown>;
}

/**
 * Gives a client's prototype the methods of a table (see `operations.gen.ts`, which also has their types): ids in
 * the order of the path, then body or query, then options. Operations are data, so one more weighs its line.
 */
export function addOperations(prototype: object, table: string): void {
  for (const line of table.trim().split('\n')) {
    const [name, method, path, marks = ''] = line.split(' ');
    const has = (mark: string): boolean => marks.includes(mark);
    Object.assign(prototype, {
      [name!](this: Caller, ...given: unknown[]): Promise<unknown> {
        // Without an id it leads nowhere, never elsewhere.
        const place = path!.replace(/\*/g, () => encodeURIComponent(given.shift() as string) || '-');
        const content = has('!') || has('?') ? given.shift() : undefined;
        const options = given[0] as Request | undefined;
        return this.call(method!, place, {
          repeatable: has('~') || undefined,
          text: has('%'),
          ...options,
          ...(has('+') && { idempotencyKey: options?.idempotencyKey ?? newKey() }),
          ...(has('-') && { token: null }),
          [has('!') ? 'body' : 'query']: content,
        });
      },
    });
  }
}

/** 128 random bits. Not `randomUUID`, which browsers keep from pages without TLS. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
}
