import { SessionCipher } from 'libsignal';
import { WhisperMessage } from 'libsignal/src/protobufs.js';
import { SessionError } from 'libsignal/src/errors.js';

/** One of the sessions of a Signal record, as libsignal 6 holds it in memory. */
interface SessionEntry {
  indexInfo: { used: number };
  getChain(ephemeralKey: Uint8Array): unknown;
  serialize(): object;
}
interface SessionEntryClass {
  deserialize(data: object): SessionEntry;
}
interface Cipher {
  doDecryptWhisperMessage(data: Uint8Array, session: SessionEntry): Promise<Uint8Array>;
  decryptWithSessions(
    data: Uint8Array,
    sessions: SessionEntry[],
  ): Promise<{ session: SessionEntry; plaintext: Uint8Array }>;
}

let hardened = false;

/**
 * Replaces the place where libsignal 6 tries a message with one session of a record after the other. Its own steps
 * the ratchet of each session before the message's MAC is checked, and then stores the record with all that it
 * spoilt on the way: when both sides have opened a session at the same time, as after every reconnect, the session
 * we send with becomes one that the other side can't follow ("Bad MAC"), and what we send is lost. It also prints
 * each failure.
 *
 * Here the session that knows the sender's ratchet key comes first, and one that didn't fit is put back as it was.
 */
export function hardenLibsignal(): void {
  if (hardened) return;
  hardened = true;
  const cipher = SessionCipher.prototype as unknown as Cipher;
  cipher.decryptWithSessions = decryptWithSessions;
}

async function decryptWithSessions(
  this: Cipher,
  data: Uint8Array,
  sessions: SessionEntry[],
): Promise<{ session: SessionEntry; plaintext: Uint8Array }> {
  const key = Buffer.from(WhisperMessage.decode(data.subarray(1, -8)).ephemeralKey);
  const knowing = sessions.filter((session) => session.getChain(key) !== undefined);
  for (const session of new Set([...knowing, ...sessions])) {
    // A record of one session is thrown away as a whole when it doesn't fit.
    const before = sessions.length > 1 ? session.serialize() : undefined;
    try {
      const plaintext = await this.doDecryptWhisperMessage(data, session);
      session.indexInfo.used = Date.now();
      return { session, plaintext };
    } catch {
      const entryClass = session.constructor as unknown as SessionEntryClass;
      if (before) Object.assign(session, entryClass.deserialize(before));
    }
  }
  throw new SessionError(
    sessions.length === 0 ? 'No sessions available' : 'No matching sessions found for message',
  );
}
