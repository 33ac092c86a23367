import { fromTypeId, fromTypeIdField } from '../db/ids.ts';
import type { Call, Operations } from '../http/operation.ts';
import { Problem } from '../http/problem.ts';
import { findConversation, findMessage } from './find-conversation.ts';
import { forwardMessage } from './forward-message.ts';
import { listConversations } from './list-conversations.ts';
import { listMessages } from './list-messages.ts';
import { markRead } from './mark-read.ts';
import { noteRead } from './note-read.ts';
import { presentConversation, presentMessage } from './present.ts';
import { requestChange, type WantedChange } from './request-change.ts';
import { retryMessage } from './retry-message.ts';
import { authorOf, sendMessage } from './send-message.ts';

/** The operations on conversations and messages. */
export const inboxOperations: Pick<
  Operations,
  | 'sendMessage'
  | 'getMessage'
  | 'listConversations'
  | 'getConversation'
  | 'listMessages'
  | 'markConversationRead'
  | 'editMessage'
  | 'deleteMessage'
  | 'setReaction'
  | 'removeReaction'
  | 'retryMessage'
  | 'forwardMessage'
> = {
  async sendMessage({ app, caller, body, idempotencyKey }) {
    const message = await sendMessage(app, { caller, body, idempotencyKey });
    return { status: 202, body: presentMessage(message, app.media.links) };
  },

  async getMessage({ app, caller, params, inAccount }) {
    const messageId = fromTypeId('msg', params.messageId);
    const message = await inAccount((tx) => findMessage(tx, { caller, messageId }));
    return { status: 200, body: presentMessage(message, app.media.links) };
  },

  editMessage: (call) => change(call, { kind: 'edit', text: call.body.text }),

  deleteMessage: (call) => change(call, { kind: 'delete' }),

  setReaction: (call) => change(call, { kind: 'reaction', emoji: readEmoji(call.body.emoji) }),

  removeReaction: (call) => change(call, { kind: 'reaction', emoji: '' }),

  async retryMessage({ app, caller, params, inAccount }) {
    const messageId = fromTypeId('msg', params.messageId);
    const message = await inAccount((tx) => retryMessage(tx, { caller, messageId }));
    app.gateway?.wakeOutbox(caller.accountId, message.session_id);
    return { status: 202, body: presentMessage(message, app.media.links) };
  },

  async forwardMessage({ app, caller, params, body, idempotencyKey }) {
    const messageId = fromTypeId('msg', params.messageId);
    const message = await forwardMessage(app, { caller, messageId, body, idempotencyKey });
    return { status: 202, body: presentMessage(message, app.media.links) };
  },

  async listConversations({ app, caller, query, inAccount }) {
    const { rows, nextCursor } = await inAccount((tx) =>
      listConversations(tx, {
        caller,
        filters: {
          status: query.status,
          assignee: readAssignee(query.assignee, caller.memberId),
          sessionId: query.sessionId && fromTypeIdField('ses', query.sessionId, '/query/sessionId'),
          contactId: query.contactId && fromTypeIdField('ctc', query.contactId, '/query/contactId'),
          q: query.q,
        },
        sort: query.sort ?? 'activity',
        limit: query.limit ?? 50,
        cursor: query.cursor,
      }),
    );
    return {
      status: 200,
      body: { data: rows.map((row) => presentConversation(row, app.media.links)), nextCursor },
    };
  },

  async getConversation({ app, audit, caller, params, inAccount }) {
    const conversationId = fromTypeId('conv', params.conversationId);
    const conversation = await inAccount(async (tx) => {
      const found = await findConversation(tx, { caller, conversationId });
      noteRead(tx, { app, caller, audit, conversation: found });
      return found;
    });
    return { status: 200, body: presentConversation(conversation, app.media.links) };
  },

  async listMessages({ app, audit, caller, params, query, inAccount }) {
    const conversationId = fromTypeId('conv', params.conversationId);
    const { before, after, around } = query;
    const given = Object.entries({ before, after, around }).filter(([, value]) => value !== undefined);
    if (given.length > 1)
      throw new Problem({
        status: 400,
        code: 'invalid_request',
        detail: 'Give at most one of before, after and around.',
        errors: given.map(([name]) => ({ pointer: `/query/${name}`, detail: 'excludes the others' })),
      });
    const { rows, prevCursor, nextCursor } = await inAccount(async (tx) => {
      const conversation = await findConversation(tx, { caller, conversationId });
      noteRead(tx, { app, caller, audit, conversation });
      return listMessages(tx, {
        conversationId: conversation.id,
        place: {
          before,
          after,
          around: around && fromTypeIdField('msg', around, '/query/around'),
        },
        limit: query.limit ?? 50,
      });
    });
    return {
      status: 200,
      body: { data: rows.map((row) => presentMessage(row, app.media.links)), prevCursor, nextCursor },
    };
  },

  async markConversationRead({ app, caller, params, body, inAccount }) {
    const conversationId = fromTypeId('conv', params.conversationId);
    const upTo = fromTypeIdField('msg', body.upTo, '/body/upTo');
    const { conversation, newlyRead } = await inAccount((tx) =>
      markRead(tx, { caller, conversationId, upTo }),
    );
    if (body.sendReceipts !== false && newlyRead.length > 0)
      app.gateway?.sendRead(caller.accountId, conversation.session_id, newlyRead);
    return { status: 200, body: presentConversation(conversation, app.media.links) };
  },
};

type ChangeOperation = 'editMessage' | 'deleteMessage' | 'setReaction' | 'removeReaction';

async function change(
  { app, caller, params, inAccount }: Pick<Call<ChangeOperation>, 'app' | 'caller' | 'params' | 'inAccount'>,
  wanted: WantedChange,
): Promise<{ status: 202; body: ReturnType<typeof presentMessage> }> {
  const messageId = fromTypeId('msg', params.messageId);
  const message = await inAccount((tx) =>
    requestChange(tx, { caller, messageId, author: authorOf(caller), wanted }),
  );
  app.gateway?.wakeOutbox(caller.accountId, message.session_id);
  return { status: 202, body: presentMessage(message, app.media.links) };
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function readEmoji(emoji: string): string {
  const isOne = [...graphemes.segment(emoji)].length === 1;
  if (isOne && /[\p{Extended_Pictographic}\p{Regional_Indicator}\u{20E3}]/u.test(emoji)) return emoji;
  throw new Problem({
    status: 400,
    code: 'invalid_request',
    detail: 'A reaction is one emoji.',
    errors: [{ pointer: '/body/emoji', detail: 'is not one emoji' }],
  });
}

function readAssignee(assignee: string | undefined, memberId: string | null): string | null | undefined {
  if (assignee === undefined) return undefined;
  if (assignee === 'none') return null;
  if (assignee !== 'me') return fromTypeIdField('mem', assignee, '/query/assignee');
  if (memberId) return memberId;
  throw new Problem({
    status: 400,
    code: 'invalid_request',
    detail: 'An API key is nobody: name a member, or none.',
    errors: [{ pointer: '/query/assignee', detail: 'has no meaning for an API key' }],
  });
}
