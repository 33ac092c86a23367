import type { Caller } from '../access/caller.ts';
import { countMessage } from '../accounts/account-limits.ts';
import type { Application } from '../application.ts';
import { inAccount } from '../db/database.ts';
import { fromTypeIdField, newId } from '../db/ids.ts';
import { hashBody, inProgress, keyReused } from '../http/idempotency.ts';
import type { components } from '../http/contract.gen.ts';
import { notFound, Problem } from '../http/problem.ts';
import { encodeContent } from '../sessions/encode-content.ts';
import type { QuotedProto } from '../sessions/encode-text.ts';
import {
  OutboundAcceptor,
  type OutboundOutcome,
  type OutboundRefusal,
  type OutboundRequest,
} from './accept-outbound.ts';
import { NumberChecks, settleNumber } from './check-number.ts';
import { INBOX_LIMITS } from './limits.ts';
import type { MessageRow, StoredAuthor, StoredMention } from './message-row.ts';
import { prepareContent } from './outbound-content.ts';
import { type QuotedMessage, readQuoted } from './quote.ts';
import { onlyMemberOf } from './visible.ts';

type SendMessageRequest = components['schemas']['SendMessageRequest'];

/** What sending keeps between requests of one application. */
interface Sending {
  acceptor: OutboundAcceptor;
  checks: NumberChecks;
}

const sendings = new WeakMap<Application, Sending>();

function sendingOf(app: Application): Sending {
  let sending = sendings.get(app);
  if (!sending) {
    sending = { acceptor: new OutboundAcceptor({ database: app.database }), checks: new NumberChecks() };
    sendings.set(app, sending);
  }
  return sending;
}

/**
 * Takes a message to be sent: when it answers, the message is committed, or was by an earlier request with the same key.
 * Throws the problems of `sendMessage`.
 */
export async function sendMessage(
  app: Application,
  options: { caller: Caller; body: SendMessageRequest; idempotencyKey: string | null },
): Promise<MessageRow> {
  const { caller, body } = options;
  const sendAt = readSendAt(body.sendAt);
  const content = await prepareContent(body.content, {
    caller,
    inAccount: (work) => inAccount(app.database, caller.accountId, work),
  });
  const quoted =
    body.quotedMessageId === undefined ? null : await findQuoted(app, caller, body.quotedMessageId);
  return acceptMessage(app, {
    caller,
    operation: 'sendMessage',
    body,
    stored: content.stored,
    ...encodeContent(content.proto, quoted?.proto ?? null),
    quoted,
    flags: [],
    mentions: [],
    sendAt,
    idempotency: options.idempotencyKey ? { key: options.idempotencyKey, bodyHash: hashBody(body) } : null,
  });
}

/** Where a message goes, as requests say it: exactly one of the three, with the session where it is not implied. */
export type MessageTarget = Pick<
  SendMessageRequest,
  'conversationId' | 'contactId' | 'to' | 'sessionId' | 'requireConnected'
>;

/**
 * Takes a message whose proto is made. A number that nothing is known of is asked for on the network first. Throws the
 * problems of `sendMessage`.
 */
export async function acceptMessage(app: Application, options: AcceptedMessage): Promise<MessageRow> {
  if (options.caller.messagesPerDay === null) return (await accept(app, options)).message;
  const takeBack = await countMessage(app, options.caller);
  let isNew = false;
  try {
    const { outcome, message } = await accept(app, options);
    isNew = outcome === 'accepted';
    return message;
  } finally {
    if (!isNew) await takeBack();
  }
}

interface AcceptedMessage {
  caller: Caller;
  operation: OutboundRequest['operation'];
  body: MessageTarget;
  stored: object;
  whatsappId: string;
  encoded: Uint8Array;
  quoted: QuotedMessage | null;
  flags: string[];
  mentions: StoredMention[];
  sendAt: Date | null;
  idempotency: OutboundRequest['idempotency'];
}

async function accept(
  app: Application,
  options: AcceptedMessage,
): Promise<Extract<OutboundOutcome, { message: MessageRow }>> {
  const { caller, body, quoted } = options;
  const { acceptor, checks } = sendingOf(app);
  const messageId = newId();
  const seal = await app.sealing.forAccount(caller.accountId);
  let request: OutboundRequest = {
    accountId: caller.accountId,
    operation: options.operation,
    messageId,
    target: readTarget(body),
    sessionId: body.sessionId ? fromTypeIdField('ses', body.sessionId, '/body/sessionId') : null,
    quotedIn: quoted?.conversationId ?? null,
    quoted: quoted?.stored ?? null,
    onlySessions: caller.sessionIds,
    onlyMember: onlyMemberOf(caller),
    idempotency: options.idempotency,
    ...authorOf(caller),
    content: options.stored,
    flags: options.flags,
    mentions: options.mentions,
    whatsappId: options.whatsappId,
    encodedSealed: seal.seal('messages', messageId, options.encoded),
    sendAt: options.sendAt,
    requireConnected: body.requireConnected ?? false,
    allowUnverified: false,
  };
  let outcome = await acceptor.accept(request);
  if (outcome.outcome === 'number_unknown' && 'number' in request.target && outcome.sessionId) {
    const number = await settleNumber(app, {
      checks,
      accountId: caller.accountId,
      sessionId: outcome.sessionId,
      connected: outcome.sessionStatus === 'connected',
      number: request.target.number,
    });
    request = { ...request, target: { number }, sessionId: outcome.sessionId, allowUnverified: true };
    outcome = await acceptor.accept(request);
  }
  if (!('message' in outcome)) throw problemOf(outcome);
  if (outcome.outcome === 'accepted') app.gateway?.wakeOutbox(caller.accountId, outcome.message.session_id);
  return outcome;
}

/** A time that has just passed means now: clocks differ, and requests take a moment. */
function readSendAt(given: string | undefined): Date | null {
  if (given === undefined) return null;
  const sendAt = new Date(given);
  const ahead = sendAt.getTime() - Date.now();
  if (ahead < -INBOX_LIMITS.scheduleSlackMs) throw invalid('/body/sendAt', 'is in the past');
  if (ahead > INBOX_LIMITS.scheduleMs) throw invalid('/body/sendAt', 'is more than 90 days ahead');
  return ahead > 0 ? sendAt : null;
}

function readTarget(body: MessageTarget): OutboundRequest['target'] {
  if (body.conversationId !== undefined)
    return {
      conversationId: fromTypeIdField('conv', body.conversationId, '/body/conversationId'),
    };
  if (body.contactId !== undefined)
    return { contactId: fromTypeIdField('ctc', body.contactId, '/body/contactId') };
  return { number: body.to! };
}

/** Who writes, as it is stored. */
export function authorOf(caller: Caller): StoredAuthor {
  return caller.memberId
    ? { author_kind: 'member', author_id: caller.memberId, author_name: caller.memberName ?? '' }
    : { author_kind: 'api', author_id: caller.credentialId, author_name: caller.memberName ?? '' };
}

async function findQuoted(
  app: Application,
  caller: Caller,
  quotedMessageId: string,
): Promise<QuotedMessage & { proto: QuotedProto }> {
  const messageId = fromTypeIdField('msg', quotedMessageId, '/body/quotedMessageId');
  const seal = await app.sealing.forAccount(caller.accountId);
  return inAccount(app.database, caller.accountId, (tx) => readQuoted(tx, { caller, messageId, seal }));
}

function invalid(pointer: string, detail: string): Problem {
  return new Problem({
    status: 400,
    code: 'invalid_request',
    detail: 'The request does not fit together.',
    errors: [{ pointer, detail }],
  });
}

const REFUSALS: Record<OutboundRefusal, () => Problem> = {
  key_reused: keyReused,
  in_progress: inProgress,
  conversation_not_found: () => notFound('conversation'),
  contact_not_found: () => notFound('contact'),
  session_not_found: () => notFound('session'),
  session_required: () =>
    new Problem({
      status: 422,
      code: 'session_required',
      detail: 'The account has more than one session, or none: name the one to send from in sessionId.',
      errors: [{ pointer: '/body/sessionId', detail: 'is needed here' }],
    }),
  session_mismatch: () => invalid('/body/sessionId', 'is not the session of this conversation'),
  session_removed: () =>
    new Problem({
      status: 409,
      code: 'session_removed',
      detail: 'The session was removed. Link the number again to send from it.',
    }),
  session_not_connected: () =>
    new Problem({
      status: 409,
      code: 'session_not_connected',
      detail:
        'The session is not connected at the moment. Without requireConnected the message would wait for it.',
      headers: { 'retry-after': '5' },
    }),
  groups_off: () =>
    new Problem({
      status: 409,
      code: 'groups_off',
      detail: 'The account has turned groups off. Nothing is sent to them until they are on again.',
    }),
  quoted_elsewhere: () => invalid('/body/quotedMessageId', 'is not a message of this conversation'),
  // The number's contact was merged or erased in the moment between; trying again settles it.
  number_unknown: inProgress,
};

function problemOf(outcome: Exclude<OutboundOutcome, { message: MessageRow }>): Problem {
  return REFUSALS[outcome.outcome]();
}
