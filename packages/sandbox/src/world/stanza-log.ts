import type { BinaryNode } from '../connection/stanza.ts';
import { limits } from '../limits.ts';

/** A stanza as people read it. */
export interface LoggedStanza {
  at: string;
  direction: 'from_client' | 'to_client';
  node: ReadableNode;
}

interface ReadableNode {
  tag: string;
  attrs: Record<string, string>;
  content?: ReadableNode[] | string;
}

interface RawStanza {
  at: number;
  direction: 'from_client' | 'to_client';
  node: BinaryNode;
}

/** Remembers the last stanzas of each phone's companions, and counts those that nobody understood. */
export class StanzaLog {
  readonly #byNumber = new Map<string, RawStanza[]>();
  readonly #unknown = new Map<string, number>();
  #unknownCount = 0;

  get unknownCount(): number {
    return this.#unknownCount;
  }

  add(number: string | undefined, direction: RawStanza['direction'], node: BinaryNode): void {
    if (number === undefined) return;
    let log = this.#byNumber.get(number);
    if (!log) this.#byNumber.set(number, (log = []));
    log.push({ at: Date.now(), direction, node });
    if (log.length > limits.stanzasPerPhone) log.shift();
  }

  /** The last stanzas of one phone, oldest first. Keys and ciphertexts are cut short. */
  list(number: string): LoggedStanza[] {
    return (this.#byNumber.get(number) ?? []).map(({ at, direction, node }) => ({
      at: new Date(at).toISOString(),
      direction,
      node: readable(node),
    }));
  }

  countUnknown(what: string): void {
    this.#unknownCount += 1;
    if (this.#unknown.has(what) || this.#unknown.size < limits.unknownStanzaKinds) {
      this.#unknown.set(what, (this.#unknown.get(what) ?? 0) + 1);
    }
  }

  unknownKinds(): { what: string; count: number }[] {
    return [...this.#unknown].map(([what, count]) => ({ what, count }));
  }

  clear(): void {
    this.#byNumber.clear();
    this.#unknown.clear();
    this.#unknownCount = 0;
  }
}

function readable(node: BinaryNode): ReadableNode {
  const { tag, attrs, content } = node;
  if (Array.isArray(content)) return { tag, attrs, content: content.map(readable) };
  if (typeof content === 'string') return { tag, attrs, content };
  if (!content) return { tag, attrs };
  const shown = Buffer.from(content.subarray(0, limits.stanzaContentBytes)).toString('base64');
  return {
    tag,
    attrs,
    content: `base64:${shown}${content.length > limits.stanzaContentBytes ? '…' : ''} (${content.length} bytes)`,
  };
}
