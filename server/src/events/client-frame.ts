/** What a client asks for in its hello. */
export interface Hello {
  type: 'hello';
  token: string;
  account: string | undefined;
  after: number | undefined;
  topics: ReadonlySet<Topic>;
}

export type ClientFrame = Hello | { type: 'auth'; token: string };

export const TOPICS = ['sessions', 'messages', 'conversations', 'contacts'] as const;
export type Topic = (typeof TOPICS)[number];

/**
 * Reads a frame by the contract's RealtimeClientFrame; null for anything else, unknown fields included. By hand and not
 * by a schema, because it stands before any credential.
 */
export function readClientFrame(text: string): ClientFrame | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { type, token, ...rest } = value as Record<string, unknown>;
  if (typeof token !== 'string' || token.length < 1 || token.length > 4096) return null;
  if (type === 'auth') return Object.keys(rest).length === 0 ? { type, token } : null;
  if (type !== 'hello') return null;
  const { account, after, topics, ...unknown } = rest;
  if (Object.keys(unknown).length > 0) return null;
  if (account !== undefined && (typeof account !== 'string' || account.length > 40)) return null;
  if (after !== undefined && !(Number.isSafeInteger(after) && (after as number) >= 0)) return null;
  if (!Array.isArray(topics) || topics.length < 1 || topics.length > TOPICS.length) return null;
  const known = new Set(topics.filter((topic): topic is Topic => TOPICS.includes(topic as Topic)));
  if (known.size !== topics.length) return null;
  return {
    type,
    token,
    account,
    after: after as number | undefined,
    topics: known,
  };
}
