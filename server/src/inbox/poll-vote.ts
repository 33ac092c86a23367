import { createDecipheriv, createHash, createHmac } from 'node:crypto';
import { bytesOf } from '../sessions/proto-fields.ts';

/** A vote as it travels: only who holds the poll's secret and names both sides as the voter did can read it. */
export interface SealedVote {
  payload: Buffer;
  nonce: Buffer;
}

const TAG_BYTES = 16;
/** Field numbers from WAProto.proto: Message.messageContextInfo, MessageContextInfo.messageSecret, selectedOptions. */
const FIELDS = { contextInfo: 35, secret: 3, selectedOption: 1 } as const;

/** The secret in the stored proto of a poll; null for one that has none. */
export function secretOf(encoded: Buffer): Buffer | null {
  const info = bytesOf(encoded, FIELDS.contextInfo).at(-1);
  return (info && bytesOf(info, FIELDS.secret).at(-1)) ?? null;
}

/**
 * The places of the options that a vote chose; empty when it takes the former one back. Null when nobody of the
 * candidates can have made it: a person has several addresses, and the vote doesn't say by which it was made.
 */
export function openVote(
  vote: SealedVote,
  poll: { id: string; secret: Buffer; options: string[]; creators: string[]; voters: string[] },
): number[] | null {
  const first = createHmac('sha256', Buffer.alloc(32)).update(poll.secret).digest();
  const hashes = poll.options.map((option) => createHash('sha256').update(option).digest('hex'));
  for (const creator of poll.creators)
    for (const voter of poll.voters) {
      const use = Buffer.concat([Buffer.from(`${poll.id}${creator}${voter}Poll Vote`), Buffer.from([1])]);
      const plain = open(vote, {
        key: createHmac('sha256', first).update(use).digest(),
        bound: `${poll.id}\u0000${voter}`,
      });
      if (!plain) continue;
      const chosen = new Set(bytesOf(plain, FIELDS.selectedOption).map((hash) => hash.toString('hex')));
      return hashes.flatMap((hash, place) => (chosen.has(hash) ? [place] : []));
    }
  return null;
}

function open({ payload, nonce }: SealedVote, { key, bound }: { key: Buffer; bound: string }): Buffer | null {
  if (payload.length < TAG_BYTES || nonce.length === 0) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(bound)).setAuthTag(payload.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(payload.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}
