import type { Logger } from 'pino';
import { type Database, inAccount } from '../db/database.ts';
import { newId } from '../db/ids.ts';
import type { AccountSeal } from '../db/seal.ts';
import { OutboundAcceptor } from '../inbox/accept-outbound.ts';
import { encodeText } from './encode-text.ts';
import { sessionLimits } from './limits.ts';
import type { OwnedSession } from './vault-storage.ts';

export interface CallTextOptions {
  database: Database;
  owned: OwnedSession;
  log: Logger;
  /** Resolves when the calls that came are in the inbox. */
  stored(): Promise<void>;
  onWritten(): void;
}

/** Answers refused calls with a text: one after the other, so that who calls twice is told once. */
export class CallTexts {
  readonly #options: CallTextOptions;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: CallTextOptions) {
    this.#options = options;
  }

  /** Best effort: it never throws. */
  write(call: { seal: AccountSeal; callId: string; text: string }): void {
    this.#last = this.#last.then(() => this.#write(call));
  }

  async #write(call: { seal: AccountSeal; callId: string; text: string }): Promise<void> {
    const { database, owned, log } = this.#options;
    try {
      await this.#options.stored();
      if (await writeToCaller({ database, owned, ...call })) this.#options.onWritten();
    } catch (error) {
      log.warn({ err: error }, 'who called could not be written to');
    }
  }
}

/**
 * Writes to somebody whose call was refused, once it is in the inbox; not when the same was written to them a moment
 * ago: who calls five times is told once. Answers whether it was written.
 */
async function writeToCaller(options: {
  database: Database;
  seal: AccountSeal;
  owned: OwnedSession;
  callId: string;
  text: string;
}): Promise<boolean> {
  const { database, seal, owned, callId, text } = options;
  const { accountId, sessionId } = owned;
  const [call] = await inAccount(database, accountId, (tx) =>
    tx.query<{ conversation_id: string; told: boolean }>(
      `select m.conversation_id, exists (
         select from messages t where t.account_id = m.account_id and t.conversation_id = m.conversation_id
           and t.timestamp > now() - $4 * interval '1 millisecond' and t.direction = 'outbound'
           and t.author_kind = 'flow' and t.content->>'text' = $5) as told
       from messages m
       join conversations c on c.account_id = m.account_id and c.id = m.conversation_id and c.kind = 'direct'
       where m.account_id = $1 and m.session_id = $2 and m.whatsapp_id = $3 and m.direction = 'inbound'`,
      [accountId, sessionId, callId, sessionLimits.callTextMs, text],
    ),
  );
  if (!call || call.told) return false;
  const messageId = newId();
  const { whatsappId, encoded } = encodeText({ text });
  const outcome = await new OutboundAcceptor({ database }).accept({
    accountId,
    operation: 'sendMessage',
    messageId,
    target: { conversationId: call.conversation_id },
    sessionId,
    quotedIn: null,
    quoted: null,
    onlySessions: null,
    onlyMember: null,
    idempotency: null,
    author_kind: 'flow',
    author_id: null,
    author_name: '',
    content: { type: 'text', text },
    flags: [],
    mentions: [],
    whatsappId,
    encodedSealed: seal.seal('messages', messageId, encoded),
    sendAt: null,
    requireConnected: false,
    allowUnverified: false,
  });
  return outcome.outcome === 'accepted';
}
