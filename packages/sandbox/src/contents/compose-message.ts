import { proto } from '../baileys.ts';
import { SandboxProblem } from '../problem.ts';
import type { Account } from '../world/account.ts';
import { accountJid, type Addressing } from '../world/addresses.ts';
import type { ChatMessage } from '../world/messages.ts';
import type { World } from '../world/world.ts';
import { composeMedia, type MediaPlace } from './compose-media.ts';
import {
  contentNames,
  type ContactRequest,
  type ContentName,
  type MessageRequest,
} from './message-request.ts';
import { sealVote } from './polls.ts';
import { contextOf, unwrap } from './read-message.ts';

/** Who writes, where, and what is known there. */
export interface ComposeContext {
  world: World;
  place: MediaPlace;
  author: Account;
  /** Key of the chat: the peer's number, or the JID of a group. */
  chat: string;
  /** The chat's JID in the addressing that is used, and whether it is a group's. */
  chatJid: string;
  isGroup: boolean;
  addressing: Addressing;
}

const EDIT_WINDOW_MS = 20 * 60 * 1000;

/** Makes the message that a request describes; a 400 or 404 problem when that is not possible. */
export async function composeMessage(
  context: ComposeContext,
  request: MessageRequest,
): Promise<proto.IMessage> {
  const name = contentIn(request);
  const message = await composeContent(context, name, request);
  if (name === 'reaction' || name === 'edit' || name === 'delete' || name === 'vote') return message;
  const info = contextInfoFor(context, request);
  const withContext = Object.keys(info).length > 0 ? addContext(message, info) : message;
  return wrap(withContext, request);
}

/** The one content that a request has; `text` beside a file is its caption. */
function contentIn(request: MessageRequest): ContentName {
  const given = contentNames.filter((name) => request[name] !== undefined);
  const file = given.find((name) => ['image', 'video', 'document'].includes(name));
  if (given.length === 2 && file && given.includes('text')) return file;
  if (given.length === 1) return given[0]!;
  const message =
    given.length === 0 ? 'is required, or another content' : `stands beside ${given.slice(1).join(', ')}`;
  const field = given[0] ?? 'text';
  throw new SandboxProblem(400, 'invalid_request', `${field} ${message}; a message has one content.`, [
    { field, message },
  ]);
}

async function composeContent(
  context: ComposeContext,
  name: ContentName,
  request: MessageRequest,
): Promise<proto.IMessage> {
  switch (name) {
    case 'text':
      return composeText(request);
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker': {
      const file = { caption: request.text, ...request[name]! };
      return composeMedia(context.place, context.author.number, name, file, request.viewOnce ?? false);
    }
    case 'location':
      return composeLocation(request.location!);
    case 'contact':
      return { contactMessage: card(request.contact!) };
    case 'contacts':
      return {
        contactsArrayMessage: {
          displayName: `${request.contacts!.length} contatos`,
          contacts: request.contacts!.map(card),
        },
      };
    case 'poll':
      return composePoll(request.poll!);
    case 'vote':
      return composeVote(context, request.vote!);
    case 'reaction': {
      const { id, emoji } = request.reaction!;
      return {
        reactionMessage: { key: keyOrGuess(context, id), text: emoji, senderTimestampMs: Date.now() },
      };
    }
    case 'edit':
      return composeEdit(context, request.edit!);
    case 'delete':
      return {
        protocolMessage: {
          key: keyOf(context, bubbleIn(context, request.delete!.id)),
          type: proto.Message.ProtocolMessage.Type.REVOKE,
        },
      };
    case 'forward':
      return composeForward(context, request.forward!);
    case 'list':
      return {
        listMessage: {
          title: request.list!.title,
          description: request.list!.text,
          buttonText: request.list!.button,
          listType: proto.Message.ListMessage.ListType.SINGLE_SELECT,
          sections: [
            {
              rows: request.list!.rows.map((row) => ({
                rowId: row.id,
                title: row.label,
                description: row.detail,
              })),
            },
          ],
        },
      };
    case 'buttons':
      return {
        buttonsMessage: {
          contentText: request.buttons!.text,
          footerText: request.buttons!.footer,
          headerType: proto.Message.ButtonsMessage.HeaderType.EMPTY,
          buttons: request.buttons!.buttons.map((button) => ({
            buttonId: button.id,
            buttonText: { displayText: button.label },
            type: proto.Message.ButtonsMessage.Button.Type.RESPONSE,
          })),
        },
      };
    default:
      return composeRaw(request.raw!);
  }
}

function composeText({ text, preview }: MessageRequest): proto.IMessage {
  if (!preview) return { conversation: text };
  const thumbnail = preview.thumbnail ? { jpegThumbnail: Buffer.from(preview.thumbnail, 'base64') } : {};
  const { url, title, description } = preview;
  return { extendedTextMessage: { text, matchedText: url, title, description, ...thumbnail } };
}

function composeLocation(location: NonNullable<MessageRequest['location']>): proto.IMessage {
  const place = { degreesLatitude: location.latitude, degreesLongitude: location.longitude };
  if (location.live)
    return { liveLocationMessage: { ...place, caption: location.caption, sequenceNumber: Date.now() } };
  return { locationMessage: { ...place, name: location.name, address: location.address } };
}

function card(contact: ContactRequest): proto.Message.IContactMessage {
  const phones = (contact.numbers ?? []).map((number) => `TEL;type=CELL;waid=${number}:+${number}`);
  const vcard =
    contact.vcard ??
    [
      'BEGIN:VCARD',
      'VERSION:3.0',
      `N:;${contact.name};;;`,
      `FN:${contact.name}`,
      ...phones,
      'END:VCARD',
    ].join('\n');
  return { displayName: contact.name, vcard };
}

function composePoll(poll: NonNullable<MessageRequest['poll']>): proto.IMessage {
  return {
    pollCreationMessageV3: {
      name: poll.question,
      options: poll.options.map((optionName) => ({ optionName })),
      selectableOptionsCount: poll.choices ?? 1,
    },
  };
}

function composeVote(context: ComposeContext, vote: NonNullable<MessageRequest['vote']>): proto.IMessage {
  const bubble = bubbleIn(context, vote.id);
  const secret = bubble.body && proto.Message.decode(bubble.body).messageContextInfo?.messageSecret;
  const known = bubble.content?.poll?.options ?? [];
  const strange = vote.options.filter((option) => !known.includes(option));
  if (!secret || !bubble.content?.poll || strange.length > 0) {
    const message = bubble.content?.poll
      ? `are not in the poll: ${strange.join(', ')}`
      : 'need a poll to answer';
    throw new SandboxProblem(400, 'invalid_request', `vote.options ${message}.`, [
      { field: 'vote.options', message },
    ]);
  }
  const creator = context.world.find(bubble.from) ?? context.author;
  const row = context.world.ledger.find(`${bubble.from}:${bubble.id}`);
  const parties = {
    pollId: vote.id,
    creatorJid: accountJid(creator, vote.asker ?? row?.addressing ?? context.addressing),
    voterJid: accountJid(context.author, context.addressing),
  };
  return {
    pollUpdateMessage: {
      pollCreationMessageKey: keyOf(context, bubble),
      vote: sealVote(vote.options, secret, parties),
      senderTimestampMs: Date.now(),
    },
  };
}

function composeEdit(context: ComposeContext, edit: NonNullable<MessageRequest['edit']>): proto.IMessage {
  const bubble = bubbleIn(context, edit.id);
  if (!bubble.fromMe) {
    throw new SandboxProblem(409, 'not_yours', 'A phone edits only what its owner wrote.');
  }
  if (context.world.clock.now() - bubble.at > EDIT_WINDOW_MS) {
    throw new SandboxProblem(
      409,
      'too_late_to_edit',
      'WhatsApp lets a message be edited for about 15 minutes.',
    );
  }
  const protocolMessage = {
    key: keyOf(context, bubble),
    type: proto.Message.ProtocolMessage.Type.MESSAGE_EDIT,
    editedMessage: { conversation: edit.text },
    timestampMs: context.world.clock.now(),
  };
  return { editedMessage: { message: { protocolMessage } } };
}

function composeForward(
  context: ComposeContext,
  forward: NonNullable<MessageRequest['forward']>,
): proto.IMessage {
  const chat = context.world.lookUp(forward.from)?.number ?? forward.from;
  const bubble = findBubble(context, chat, forward.id);
  if (!bubble?.body) throw missing(context, forward.id);
  const message = unwrap(proto.Message.decode(bubble.body));
  const score = (contextOf(message)?.forwardingScore ?? 0) + 1;
  return addContext({ ...message, messageContextInfo: null }, { isForwarded: true, forwardingScore: score });
}

function composeRaw(raw: Record<string, unknown>): proto.IMessage {
  try {
    return proto.Message.fromObject(raw);
  } catch (error) {
    const message = `is no message in protobuf's JSON form: ${(error as Error).message}`;
    throw new SandboxProblem(400, 'invalid_request', `raw ${message}.`, [{ field: 'raw', message }]);
  }
}

function contextInfoFor(context: ComposeContext, request: MessageRequest): proto.IContextInfo {
  const { ad, ephemeral, forwarded, mentions, replyTo } = request;
  const quoted = replyTo === undefined ? undefined : bubbleIn(context, replyTo);
  return {
    ...(quoted
      ? {
          stanzaId: quoted.id,
          participant: jidOf(context, quoted),
          quotedMessage: quoted.body
            ? unwrap(proto.Message.decode(quoted.body))
            : { conversation: quoted.text ?? '' },
        }
      : {}),
    ...(mentions ? { mentionedJid: mentions.map((mention) => mentionedJid(context, mention)) } : {}),
    ...(forwarded ? { isForwarded: true, forwardingScore: 1 } : {}),
    ...(ephemeral ? { expiration: ephemeral } : {}),
    ...(ad
      ? {
          conversionSource: 'FB_Ads',
          entryPointConversionSource: 'ctwa_ad',
          entryPointConversionApp: ad.sourceApp ?? 'facebook',
          externalAdReply: {
            title: ad.title,
            body: ad.body,
            sourceType: 'ad',
            sourceId: ad.sourceId,
            sourceUrl: ad.sourceUrl,
            ctwaClid: ad.ctwaClid,
            sourceApp: ad.sourceApp,
            showAdAttribution: true,
            mediaType: proto.ContextInfo.ExternalAdReplyInfo.MediaType.IMAGE,
          },
        }
      : {}),
  };
}

/** Puts context into whichever part of the message can carry it; plain text becomes extended text. */
function addContext(message: proto.IMessage, contextInfo: proto.IContextInfo): proto.IMessage {
  if (message.conversation) {
    return {
      ...message,
      conversation: null,
      extendedTextMessage: { text: message.conversation, contextInfo },
    };
  }
  const envelope = message.documentWithCaptionMessage?.message;
  if (envelope)
    return { ...message, documentWithCaptionMessage: { message: addContext(envelope, contextInfo) } };
  const name = Object.keys(message).find((field) => {
    const value = (message as Record<string, unknown>)[field];
    return field !== 'messageContextInfo' && typeof value === 'object' && value !== null;
  });
  if (!name) return message;
  const part = (message as Record<string, { contextInfo?: proto.IContextInfo }>)[name]!;
  return { ...message, [name]: { ...part, contextInfo: { ...part.contextInfo, ...contextInfo } } };
}

function wrap(message: proto.IMessage, request: MessageRequest): proto.IMessage {
  const once = request.viewOnce ? { viewOnceMessageV2: { message } } : message;
  return request.ephemeral ? { ephemeralMessage: { message: once } } : once;
}

function mentionedJid(context: ComposeContext, mention: string): string {
  if (mention.includes('@')) return mention;
  const account = context.world.lookUp(mention);
  return account ? accountJid(account, context.addressing) : `${mention}@s.whatsapp.net`;
}

/** A message's key as the author of the new message sees it. */
function keyOf(context: ComposeContext, bubble: ChatMessage): proto.IMessageKey {
  return {
    remoteJid: context.chatJid,
    fromMe: bubble.fromMe,
    id: bubble.id,
    ...(context.isGroup && !bubble.fromMe ? { participant: jidOf(context, bubble) } : {}),
  };
}

/** The key of a message, or of one that this phone does not have: phones know more than a sandbox keeps. */
function keyOrGuess(context: ComposeContext, id: string): proto.IMessageKey {
  const bubble = findBubble(context, context.chat, id);
  return bubble ? keyOf(context, bubble) : { remoteJid: context.chatJid, fromMe: false, id };
}

function jidOf(context: ComposeContext, bubble: ChatMessage): string {
  const account = context.world.find(bubble.from);
  return account ? accountJid(account, context.addressing) : `${bubble.from}@s.whatsapp.net`;
}

function bubbleIn(context: ComposeContext, id: string): ChatMessage {
  const bubble = findBubble(context, context.chat, id);
  if (!bubble) throw missing(context, id);
  return bubble;
}

function findBubble(context: ComposeContext, chat: string, id: string): ChatMessage | undefined {
  const { chats } = context.world;
  const { number } = context.author;
  return chats.bubble(number, chat, false, id) ?? chats.bubble(number, chat, true, id);
}

function missing(context: ComposeContext, id: string): SandboxProblem {
  return new SandboxProblem(
    404,
    'message_not_found',
    `The chat of ${context.author.number} with ${context.chat} has no message ${id}.`,
  );
}
