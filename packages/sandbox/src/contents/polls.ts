import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { proto } from '../baileys.ts';

const TAG_BYTES = 16;

/** Who asks and who answers: a vote can only be read by those who name both as the voter did. */
export interface PollParties {
  pollId: string;
  creatorJid: string;
  voterJid: string;
}

/** Encrypts a choice of options with the secret of the poll's message. */
export function sealVote(
  options: string[],
  secret: Uint8Array,
  parties: PollParties,
): proto.Message.IPollEncValue {
  const encoded = proto.Message.PollVoteMessage.encode({ selectedOptions: options.map(optionHash) }).finish();
  const encIv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', voteKey(secret, parties), encIv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(`${parties.pollId}\u0000${parties.voterJid}`));
  return { encPayload: Buffer.concat([cipher.update(encoded), cipher.final(), cipher.getAuthTag()]), encIv };
}

/** The options that a vote chose; nothing when the secret or the parties are not the voter's. */
export function openVote(
  vote: proto.Message.IPollEncValue,
  secret: Uint8Array,
  parties: PollParties,
  options: string[],
): string[] | undefined {
  const payload = Buffer.from(vote.encPayload ?? []);
  try {
    const decipher = createDecipheriv(
      'aes-256-gcm',
      voteKey(secret, parties),
      Buffer.from(vote.encIv ?? []),
      {
        authTagLength: TAG_BYTES,
      },
    );
    decipher.setAAD(Buffer.from(`${parties.pollId}\u0000${parties.voterJid}`));
    decipher.setAuthTag(payload.subarray(-TAG_BYTES));
    const plain = Buffer.concat([decipher.update(payload.subarray(0, -TAG_BYTES)), decipher.final()]);
    const chosen = proto.Message.PollVoteMessage.decode(plain).selectedOptions.map((hash) =>
      Buffer.from(hash).toString('hex'),
    );
    return options.filter((option) => chosen.includes(optionHash(option).toString('hex')));
  } catch {
    return undefined;
  }
}

function optionHash(option: string): Buffer {
  return createHash('sha256').update(option).digest();
}

function voteKey(secret: Uint8Array, { pollId, creatorJid, voterJid }: PollParties): Buffer {
  const first = createHmac('sha256', Buffer.alloc(32)).update(secret).digest();
  const use = Buffer.concat([Buffer.from(`${pollId}${creatorJid}${voterJid}Poll Vote`), Buffer.from([1])]);
  return createHmac('sha256', first).update(use).digest();
}
