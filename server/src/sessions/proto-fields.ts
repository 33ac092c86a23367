/** Fields of the protobuf wire format: written as bytes, and read where Baileys' decoder is too large a tool. */

/** A length-delimited field: bytes, a message within the message, or text in UTF-8. */
export function bytesField(field: number, value: Uint8Array | string): Buffer {
  const isText = typeof value === 'string';
  const length = isText ? Buffer.byteLength(value) : value.length;
  const tag = field * 8 + 2;
  const bytes = Buffer.allocUnsafe(varintLength(tag) + varintLength(length) + length);
  const start = writeVarint(bytes, length, writeVarint(bytes, tag, 0));
  if (isText) bytes.write(value, start);
  else bytes.set(value, start);
  return bytes;
}

/** A whole number, not negative; true is 1. */
export function numberField(field: number, value: number): Buffer {
  const tag = field * 8;
  const bytes = Buffer.allocUnsafe(varintLength(tag) + varintLength(value));
  writeVarint(bytes, value, writeVarint(bytes, tag, 0));
  return bytes;
}

export function doubleField(field: number, value: number): Buffer {
  const tag = field * 8 + 1;
  const bytes = Buffer.allocUnsafe(varintLength(tag) + 8);
  bytes.writeDoubleLE(value, writeVarint(bytes, tag, 0));
  return bytes;
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length += 1;
  return length;
}

/** Answers where the next byte goes. */
function writeVarint(bytes: Buffer, value: number, start: number): number {
  let at = start;
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes[at++] = (rest % 0x80) | 0x80;
  bytes[at++] = rest;
  return at;
}

/** One field as it stands in a message: `raw` with its tag; `bytes` where it is length-delimited. */
export interface ProtoField {
  number: number;
  raw: Buffer;
  bytes: Buffer | null;
}

/** The fields of a message, in order. It ends where the bytes make no sense any more. */
export function readFields(message: Buffer): ProtoField[] {
  const fields: ProtoField[] = [];
  for (let start = 0; start < message.length; ) {
    const tag = readVarint(message, start);
    let end = tag.next;
    let bytes: Buffer | null = null;
    switch (tag.value % 8) {
      case 0:
        end = readVarint(message, end).next;
        break;
      case 1:
        end += 8;
        break;
      case 2: {
        const length = readVarint(message, end);
        end = length.next + length.value;
        bytes = message.subarray(length.next, end);
        break;
      }
      case 5:
        end += 4;
        break;
      default:
        return fields;
    }
    if (end > message.length) return fields;
    fields.push({ number: Math.floor(tag.value / 8), raw: message.subarray(start, end), bytes });
    start = end;
  }
  return fields;
}

/** The length-delimited fields with one number. */
export function bytesOf(message: Buffer, wanted: number): Buffer[] {
  return readFields(message).flatMap(({ number, bytes }) => (number === wanted && bytes ? [bytes] : []));
}

/** The number in a field that holds one; 0 for any other. */
export function numberOf({ raw }: ProtoField): number {
  const tag = readVarint(raw, 0);
  return tag.value % 8 === 0 ? readVarint(raw, tag.next).value : 0;
}

function readVarint(bytes: Buffer, start: number): { value: number; next: number } {
  let value = 0;
  for (let at = start, scale = 1; at < bytes.length; at += 1, scale *= 0x80) {
    const byte = bytes[at]!;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: at + 1 };
  }
  return { value: 0, next: bytes.length + 1 };
}
