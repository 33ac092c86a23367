import { decodeBinaryNode, encodeBinaryNode, type BinaryNode } from '../baileys.ts';

export type { BinaryNode } from '../baileys.ts';

/** The network's own address on the wire. */
export const SERVER_JID = '@s.whatsapp.net';

/**
 * Encodes a stanza for the wire, with the leading byte that says "not compressed". Attributes must be strings:
 * Baileys' encoder counts a number without writing it, which corrupts the frame, so that is refused here.
 */
export function encodeStanza(node: BinaryNode): Buffer {
  checkAttributes(node);
  return encodeBinaryNode(node);
}

/** Decodes one stanza; throws on anything malformed. */
export async function decodeStanza(bytes: Buffer): Promise<BinaryNode> {
  return decodeBinaryNode(bytes);
}

/** The children of a stanza; none when its content is text or bytes. */
export function childrenOf(node: BinaryNode | undefined): BinaryNode[] {
  return Array.isArray(node?.content) ? node.content : [];
}

/** The first child with this tag. */
export function childOf(node: BinaryNode | undefined, tag: string): BinaryNode | undefined {
  return childrenOf(node).find((child) => child.tag === tag);
}

/** The content of the child with this tag, as bytes. */
export function bytesOf(node: BinaryNode | undefined, tag: string): Buffer | undefined {
  return contentBytes(childOf(node, tag));
}

/** A stanza's content as bytes: the wire may carry short values as text. */
export function contentBytes(node: BinaryNode | undefined): Buffer | undefined {
  const content = node?.content;
  if (typeof content === 'string') return Buffer.from(content, 'utf8');
  return content instanceof Uint8Array ? Buffer.from(content) : undefined;
}

/** A stanza's content as text. */
export function contentText(node: BinaryNode | undefined): string | undefined {
  return contentBytes(node)?.toString('utf8');
}

/** A big-endian number of `size` bytes, as key ids and registration ids travel. */
export function bigEndian(value: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntBE(value, 0, size);
  return bytes;
}

/**
 * A display name as the wire can carry it. Baileys' encoder takes any text with an `@` for an address and
 * loses what stands behind `:` and `_`, so the sign is replaced by its full-width twin.
 */
export function wireName(name: string): string {
  return name.replaceAll('@', '＠');
}

function checkAttributes(node: BinaryNode): void {
  for (const [name, value] of Object.entries(node.attrs)) {
    if (value !== undefined && typeof value !== 'string') {
      throw new TypeError(`<${node.tag} ${name}> must be text, not ${typeof value}`);
    }
  }
  for (const child of childrenOf(node)) checkAttributes(child);
}
