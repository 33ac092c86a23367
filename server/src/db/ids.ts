import { randomFillSync } from 'node:crypto';
import { TypeID } from 'typeid-js';
import { notFound, Problem } from '../http/problem.ts';

/** The prefixes of the API's ids, with the noun that a problem calls the thing by. */
export const ID_PREFIXES = {
  acc: 'account',
  usr: 'user',
  mem: 'member',
  key: 'API key',
  ems: 'embed session',
  ses: 'session',
  ctc: 'contact',
  grp: 'group',
  conv: 'conversation',
  case: 'case',
  team: 'team',
  msg: 'message',
  med: 'media',
  evt: 'event',
} as const;
export type IdPrefix = keyof typeof ID_PREFIXES;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const pool = Buffer.alloc(8 * 512);
let drawn = pool.length;
let lastMillisecond = 0;
let counter = 0;

/** A new UUIDv7; ids made by one process sort in the order in which they were made. */
export function newId(): string {
  let now = Date.now();
  if (now > lastMillisecond) {
    lastMillisecond = now;
    counter = 0;
  } else {
    counter += 1;
    if (counter > 0xfff) {
      // More than 4,096 in a millisecond: borrow the next one.
      lastMillisecond += 1;
      counter = 0;
    }
    now = lastMillisecond;
  }
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  const time = now.toString(16).padStart(12, '0');
  const random = pool.toString('hex', drawn, drawn + 8);
  const variant = (8 + (pool[drawn]! & 3)).toString(16);
  drawn += 8;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant}${random.slice(1, 4)}-${random.slice(4)}`;
}

/** Whether a text is a UUID in the canonical lower-case form. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Shows a UUID as the API does: `conv_01k…`. */
export function toTypeId(prefix: IdPrefix, uuid: string): string {
  return TypeID.fromUUID(prefix, uuid).toString();
}

/** The UUID of an id given by a client in a path: malformed, of another kind and unknown are all the same 404. */
export function fromTypeId(prefix: IdPrefix, typeId: string): string {
  const uuid = parseTypeId(prefix, typeId);
  if (uuid === null) throw notFound(ID_PREFIXES[prefix]);
  return uuid;
}

/** The UUID of an id that stands in a body or a query, or a 400 with the pointer (`/body/…`, `/query/…`). */
export function fromTypeIdField(prefix: IdPrefix, typeId: string, pointer: string): string {
  const uuid = parseTypeId(prefix, typeId);
  if (uuid === null)
    throw new Problem({
      status: 400,
      code: 'invalid_request',
      detail: 'The request has a malformed id.',
      errors: [{ pointer, detail: `must be the id of a ${ID_PREFIXES[prefix]} (${prefix}_…)` }],
    });
  return uuid;
}

/** The UUID of a TypeID with this prefix, or null when the text is anything else. */
export function parseTypeId(prefix: IdPrefix, typeId: string): string | null {
  if (typeId.length !== prefix.length + 27 || !typeId.startsWith(`${prefix}_`)) return null;
  try {
    const id = TypeID.fromString(typeId, prefix);
    const uuid = id.toUUID();
    // One spelling per id: what doesn't come back the same is not an id of ours.
    return isUuid(uuid) && toTypeId(prefix, uuid) === typeId ? uuid : null;
  } catch {
    return null;
  }
}
