import type { Caller } from '../access/caller.ts';
import type { Application } from '../application.ts';
import { inAccount, type Transaction } from '../db/database.ts';
import { newId } from '../db/ids.ts';
import { hashBody } from '../http/idempotency.ts';
import type { components } from '../http/contract.gen.ts';
import { Problem } from '../http/problem.ts';
import { uploaderOf } from '../media/find-media.ts';
import type { StoredMedia } from '../media/media-row.ts';
import type { OutboundContent } from '../sessions/encode-content.ts';
import { encodeForward } from '../sessions/encode-forward.ts';
import { findMessage } from './find-conversation.ts';
import { INBOX_LIMITS } from './limits.ts';
import type { MessageRow, StoredPoll } from './message-row.ts';
import { acceptMessage } from './send-message.ts';

/** What is passed on, as the new message keeps it and as its proto is made. */
interface Forwardable {
  stored: object;
  proto: OutboundContent;
}

/**
 * Passes a message on to one chat: a message of its own from then on. A file goes from where it is stored, by the keys that
 * WhatsApp has it under already while they hold. Throws the problems of `sendMessage`, 404 when the caller may not see the
 * message, and 409 for what can't be passed on.
 */
export async function forwardMessage(
  app: Application,
  options: {
    caller: Caller;
    messageId: string;
    body: components['schemas']['ForwardMessageRequest'];
    idempotencyKey: string | null;
  },
): Promise<MessageRow> {
  const { caller, messageId, body } = options;
  const seal = await app.sealing.forAccount(caller.accountId);
  const { message, encoded, forwardable } = await inAccount(app.database, caller.accountId, async (tx) => {
    const found = await findMessage(tx, { caller, messageId });
    return {
      message: found,
      forwardable: await takeContent(tx, found, caller),
      encoded: await readEncoded(tx, messageId),
    };
  });
  const { score, ...made } = encodeForward(
    {
      encoded: encoded && seal.open('messages', messageId, encoded),
      isOwn: message.direction === 'outbound',
    },
    forwardable.proto,
    { keepsFile: Date.now() - Date.parse(message.timestamp) < INBOX_LIMITS.sharedFileMs },
  );
  return acceptMessage(app, {
    caller,
    operation: 'forwardMessage',
    body,
    stored: forwardable.stored,
    ...made,
    quoted: null,
    flags: score === 0 ? [] : [score > INBOX_LIMITS.forwardedOften ? 'forwarded_often' : 'forwarded'],
    mentions: message.mentions,
    sendAt: null,
    idempotency: options.idempotencyKey
      ? { key: options.idempotencyKey, bodyHash: hashBody({ messageId, ...body }) }
      : null,
  });
}

async function readEncoded(tx: Transaction, messageId: string): Promise<Buffer | null> {
  const [row] = await tx.query<{ encoded_sealed: Buffer | null }>(
    'select encoded_sealed from messages where account_id = $1 and id = $2',
    [tx.accountId, messageId],
  );
  return row?.encoded_sealed ?? null;
}

async function takeContent(tx: Transaction, message: MessageRow, caller: Caller): Promise<Forwardable> {
  if (message.deleted_at)
    throw new Problem({
      status: 409,
      code: 'message_deleted',
      detail: 'The message was deleted. Nothing of it can be passed on.',
    });
  const { content } = message;
  if (message.flags.includes('view_once'))
    throw notForwardable('What may be seen once is not for passing on.');
  switch (content.type) {
    case 'text':
      return plain({ type: 'text', text: content['text'] as string });
    case 'location': {
      const { live: _live, ...place } = content;
      return plain(place as OutboundContent);
    }
    case 'contacts':
      return plain(content as unknown as OutboundContent);
    case 'poll': {
      const { question, selectable, options } = content as unknown as StoredPoll & {
        question: string;
        selectable: number;
      };
      const texts = options.map(({ text }) => text);
      return {
        stored: { type: 'poll', question, selectable, options: texts.map((text) => ({ text, votes: 0 })) },
        proto: { type: 'poll', question, selectable, options: texts },
      };
    }
    case 'image':
    case 'video':
    case 'audio':
    case 'voice':
    case 'document':
    case 'sticker':
      return takeFile(tx, message, caller);
    default:
      throw notForwardable('A message of this kind cannot be passed on.');
  }
}

function plain(content: OutboundContent): Forwardable {
  return { stored: content, proto: content };
}

/** The file gets a row of its own: who may see this message need not see the one it came with. */
async function takeFile(tx: Transaction, message: MessageRow, caller: Caller): Promise<Forwardable> {
  const content = message.content as MessageRow['content'] & {
    type: 'image';
    media: StoredMedia;
    caption?: string;
    gif?: boolean;
  };
  const mediaId = newId();
  const copied = await tx.query(
    `insert into media (account_id, id, kind, state, uploader_id, mime_type, file_name, size, width, height, duration_ms,
       thumbnail, waveform, sha256)
     select account_id, $3, kind, state, $4, mime_type, file_name, size, width, height, duration_ms, thumbnail, waveform,
       sha256
     from media where account_id = $1 and id = $2 and state = 'stored' returning id`,
    [tx.accountId, content.media.id, mediaId, uploaderOf(caller)],
  );
  if (copied.length === 0) throw notForwardable('Its file is not here.');
  const { id: _id, state: _state, ...facts } = content.media;
  const { type, caption, gif } = content;
  const shown = { ...(caption ? { caption } : {}), ...(gif ? { gif } : {}) };
  return {
    stored: { type, media: { ...content.media, id: mediaId }, ...shown },
    proto: { ...facts, type, ...shown },
  };
}

function notForwardable(detail: string): Problem {
  return new Problem({ status: 409, code: 'not_forwardable', detail });
}
