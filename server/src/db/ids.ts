import { randomBytes, randomFillSync } from 'node:crypto';
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
  mrg: 'contact merge',
  grp: 'group',
  conv: 'conversation',
  case: 'case',
  team: 'team',
  msg: 'message',
  med: 'media',
  brf: 'picture',
  evt: 'event',
  hlt: 'health entry',
  aud: 'audit entry',
  ers: 'erasure receipt',
  inv: 'invitation',
  sgn: 'sign-in',
} as const;
export type IdPrefix = keyof typeof ID_PREFIXES;

const HEX = '0123456789abcdef';
/** Crockford's base 32 in small letters: without i, l, o and u. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** What a character stands for, by its code; -1 for none. */
const NIBBLES = valuesOf(HEX);
const FIVES = valuesOf(ALPHABET);

function valuesOf(alphabet: string): Int8Array {
  const values = new Int8Array(128).fill(-1);
  for (let value = 0; value < alphabet.length; value += 1) values[alphabet.charCodeAt(value)] = value;
  return values;
}

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

/**
 * A UUIDv7 of another time than now: ids of the same millisecond sort by `order`, a whole number below 2^44. For what is
 * older than the row that is made of it, and comes in pieces that are not in its order.
 */
export function newIdAt(time: Date, order: number): string {
  const millisecond = time.getTime().toString(16).padStart(12, '0');
  const place = Math.max(0, Math.min(order, 2 ** 44 - 1))
    .toString(16)
    .padStart(11, '0');
  const random = randomBytes(4).toString('hex').slice(0, 7);
  return `${millisecond.slice(0, 8)}-${millisecond.slice(8)}-7${place.slice(0, 3)}-8${place.slice(3, 6)}-${place.slice(6)}${random}`;
}

/** Whether a text is a UUID in the canonical lower-case form. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Shows a UUID as the API does: `conv_01k…`, the prefix and Crockford's base 32 of its 128 bits. */
export function toTypeId(prefix: IdPrefix, uuid: string): string {
  let text = `${prefix}_`;
  // 26 characters are 130 bits: the first two are zero.
  let bits = 2;
  let value = 0;
  for (let at = 0; at < uuid.length; at += 1) {
    const nibble = NIBBLES[uuid.charCodeAt(at)]!;
    if (nibble < 0) continue;
    value = (value << 4) | nibble;
    bits += 4;
    if (bits < 5) continue;
    bits -= 5;
    text += ALPHABET[value >>> bits];
    value &= (1 << bits) - 1;
  }
  return text;
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

/** The UUID of a TypeID with this prefix, or null when the text is anything else. Each id has one spelling. */
export function parseTypeId(prefix: IdPrefix, typeId: string): string | null {
  const start = prefix.length + 1;
  if (typeId.length !== start + 26 || !typeId.startsWith(`${prefix}_`) || typeId[start]! > '7') return null;
  let uuid = '';
  let bits = -2;
  let value = 0;
  for (let at = start; at < typeId.length; at += 1) {
    const five = FIVES[typeId.charCodeAt(at)] ?? -1;
    if (five < 0) return null;
    value = (value << 5) | five;
    bits += 5;
    while (bits >= 4) {
      bits -= 4;
      uuid += HEX[value >>> bits];
      value &= (1 << bits) - 1;
    }
  }
  return `${uuid.slice(0, 8)}-${uuid.slice(8, 12)}-${uuid.slice(12, 16)}-${uuid.slice(16, 20)}-${uuid.slice(20)}`;
}

/** What kind of thing a TypeID of any prefix names; null when the text is none. */
export function parseAnyTypeId(typeId: string): { prefix: IdPrefix; uuid: string; noun: string } | null {
  const prefix = typeId.slice(0, typeId.indexOf('_')) as IdPrefix;
  if (!Object.hasOwn(ID_PREFIXES, prefix)) return null;
  const uuid = parseTypeId(prefix, typeId);
  return uuid === null ? null : { prefix, uuid, noun: ID_PREFIXES[prefix] };
}
