import * as libsignal from 'libsignal';

/**
 * libsignal prints whole sessions, private keys included, by `console.info` when it closes one. These
 * replacements do the same work and print nothing. Importing this module is enough.
 */
interface OpenRecord {
  sessions: Record<string, { indexInfo: { closed: number } }>;
  isClosed(session: { indexInfo: { closed: number } }): boolean;
}

const CLOSED_SESSIONS_KEPT = 40;
const record = libsignal.SessionRecord.prototype as unknown as Record<string, unknown>;
const cipher = libsignal.SessionCipher.prototype as unknown as Record<string, unknown>;

record['closeSession'] = function closeSession(this: OpenRecord, session: { indexInfo: { closed: number } }) {
  if (!this.isClosed(session)) session.indexInfo.closed = Date.now();
};

record['openSession'] = function openSession(this: OpenRecord, session: { indexInfo: { closed: number } }) {
  session.indexInfo.closed = -1;
};

record['removeOldSessions'] = function removeOldSessions(this: OpenRecord) {
  const closed = Object.entries(this.sessions)
    .filter(([, session]) => this.isClosed(session))
    .toSorted(([, a], [, b]) => a.indexInfo.closed - b.indexInfo.closed);
  const surplus = Object.keys(this.sessions).length - CLOSED_SESSIONS_KEPT;
  for (const [key] of closed.slice(0, Math.max(0, surplus))) delete this.sessions[key];
};

/** Closes what it replaces before libsignal does, which would say so on the console. */
const builder = libsignal.SessionBuilder.prototype as unknown as Record<string, unknown>;
const initIncoming = builder['initIncoming'] as (
  record: OpenRecord,
  message: { baseKey: Buffer },
) => Promise<unknown>;

builder['initIncoming'] = function quietInitIncoming(
  this: unknown,
  record: OpenRecord,
  message: { baseKey: Buffer },
) {
  const isKnown = record.sessions[message.baseKey.toString('base64')] !== undefined;
  const open = Object.values(record.sessions).find((session) => !record.isClosed(session));
  if (!isKnown && open) open.indexInfo.closed = Date.now();
  return initIncoming.call(this, record, message);
};

interface SessionLike {
  indexInfo: { used: number };
}

cipher['decryptWithSessions'] = async function decryptWithSessions(
  this: { doDecryptWhisperMessage(data: Buffer, session: SessionLike): Promise<Buffer> },
  data: Buffer,
  sessions: SessionLike[],
) {
  let failure: unknown = new Error('No sessions available');
  for (const session of sessions) {
    try {
      const plaintext = await this.doDecryptWhisperMessage(data, session);
      session.indexInfo.used = Date.now();
      return { session, plaintext };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
};
