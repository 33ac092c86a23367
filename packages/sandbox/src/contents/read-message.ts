import { proto } from '../baileys.ts';
import type { MessageContent, MediaKind } from '../world/messages.ts';

/** What a message does to a chat, as a phone understands it. */
export type MessageEffect =
  | {
      kind: 'bubble';
      type: string;
      text: string | null;
      replyTo: { id: string; text: string | null } | null;
      content: MessageContent;
      /** Where the file of a media message lies, and the key that opens it. */
      file: MediaFile | null;
    }
  | {
      kind: 'reaction';
      target: string;
      targetFromMe: boolean;
      targetParticipant: string | null;
      emoji: string;
    }
  | { kind: 'edit'; target: string; text: string; content: MessageContent }
  | { kind: 'delete'; target: string }
  | { kind: 'vote'; target: string; vote: proto.Message.IPollEncValue }
  | { kind: 'none' };

/** What a message says about its file. */
export interface MediaFile {
  kind: MediaKind;
  path: string | null;
  mediaKey: Buffer;
  sha256: Buffer | null;
  encSha256: Buffer | null;
}

const mediaFields: [field: keyof proto.IMessage, kind: MediaKind][] = [
  ['imageMessage', 'image'],
  ['videoMessage', 'video'],
  ['ptvMessage', 'video'],
  ['audioMessage', 'audio'],
  ['documentMessage', 'document'],
  ['stickerMessage', 'sticker'],
];

const typeNames: Record<string, string> = {
  conversation: 'text',
  extendedTextMessage: 'text',
  contactMessage: 'contact',
  contactsArrayMessage: 'contact',
  liveLocationMessage: 'live_location',
  pollCreationMessage: 'poll',
  pollCreationMessageV2: 'poll',
  pollCreationMessageV3: 'poll',
  buttonsMessage: 'buttons',
  interactiveMessage: 'buttons',
  templateMessage: 'buttons',
  ptvMessage: 'video',
};

/** What a message does to the chat that it arrives in. */
export function effectOf(wrapped: proto.IMessage): MessageEffect {
  const message = unwrap(wrapped);
  if (message.reactionMessage?.key?.id) {
    const { key, text } = message.reactionMessage;
    return {
      kind: 'reaction',
      target: key.id!,
      targetFromMe: key.fromMe ?? false,
      targetParticipant: key.participant ?? null,
      emoji: text ?? '',
    };
  }
  const vote = message.pollUpdateMessage;
  if (vote?.pollCreationMessageKey?.id && vote.vote) {
    return { kind: 'vote', target: vote.pollCreationMessageKey.id, vote: vote.vote };
  }
  if (message.protocolMessage) return protocolEffect(message.protocolMessage);
  const type = Object.keys(message).find((name) => name !== 'messageContextInfo' && isSet(message, name));
  if (!type || type === 'senderKeyDistributionMessage') {
    return { kind: 'none' };
  }
  const context = contextOf(message);
  return {
    kind: 'bubble',
    type: typeNames[type] ?? type.replace(/Message(V\d)?$/, ''),
    text: textOf(message),
    replyTo: context?.stanzaId
      ? { id: context.stanzaId, text: context.quotedMessage ? textOf(unwrap(context.quotedMessage)) : null }
      : null,
    content: contentOf(wrapped, message, context),
    file: fileOf(message),
  };
}

/** The words of a message: its text, or the caption of its media. */
export function textOf(message: proto.IMessage): string | null {
  return (
    message.conversation ||
    message.extendedTextMessage?.text ||
    message.imageMessage?.caption ||
    message.videoMessage?.caption ||
    message.documentMessage?.caption ||
    message.liveLocationMessage?.caption ||
    message.listMessage?.description ||
    message.buttonsMessage?.contentText ||
    message.templateMessage?.hydratedTemplate?.hydratedContentText ||
    message.interactiveMessage?.body?.text ||
    message.buttonsResponseMessage?.selectedDisplayText ||
    message.listResponseMessage?.title ||
    message.templateButtonReplyMessage?.selectedDisplayText ||
    pollOf(message)?.name ||
    null
  );
}

/** Takes a message out of the envelopes around it: disappearing, view once, a document's caption, an edit. */
export function unwrap(message: proto.IMessage): proto.IMessage {
  const inner =
    message.ephemeralMessage?.message ??
    message.viewOnceMessage?.message ??
    message.viewOnceMessageV2?.message ??
    message.viewOnceMessageV2Extension?.message ??
    message.documentWithCaptionMessage?.message ??
    message.editedMessage?.message;
  return inner ? unwrap(inner) : message;
}

/** The poll that a message creates, whichever version it has. */
export function pollOf(message: proto.IMessage): proto.Message.IPollCreationMessage | null | undefined {
  return message.pollCreationMessage ?? message.pollCreationMessageV2 ?? message.pollCreationMessageV3;
}

/** The part of a message that says what it answers, whom it names and how long it lives. */
export function contextOf(message: proto.IMessage): proto.IContextInfo | undefined {
  for (const value of Object.values(message) as ({ contextInfo?: proto.IContextInfo } | null)[]) {
    if (typeof value === 'object' && value?.contextInfo) return value.contextInfo;
  }
  return undefined;
}

function protocolEffect(protocol: proto.Message.IProtocolMessage): MessageEffect {
  const { REVOKE, MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type;
  const target = protocol.key?.id;
  if (protocol.type === REVOKE && target) return { kind: 'delete', target };
  if (protocol.type === MESSAGE_EDIT && target && protocol.editedMessage) {
    const edited = unwrap(protocol.editedMessage);
    return {
      kind: 'edit',
      target,
      text: textOf(edited) ?? '',
      content: contentOf(protocol.editedMessage, edited, contextOf(edited)),
    };
  }
  return { kind: 'none' };
}

function contentOf(
  wrapped: proto.IMessage,
  message: proto.IMessage,
  context: proto.IContextInfo | undefined,
): MessageContent {
  const content: MessageContent = {};
  const location = message.locationMessage ?? message.liveLocationMessage;
  if (location) {
    content.location = {
      latitude: location.degreesLatitude ?? 0,
      longitude: location.degreesLongitude ?? 0,
      name: message.locationMessage?.name || null,
      address: message.locationMessage?.address || null,
      live: !message.locationMessage,
    };
  }
  const cards =
    message.contactsArrayMessage?.contacts ?? (message.contactMessage ? [message.contactMessage] : []);
  if (cards.length > 0) {
    content.contacts = cards.map((card) => ({ name: card.displayName ?? null, vcard: card.vcard ?? null }));
  }
  const poll = pollOf(message);
  if (poll) {
    content.poll = {
      question: poll.name ?? '',
      options: (poll.options ?? []).map((option) => option.optionName ?? ''),
      choices: poll.selectableOptionsCount ?? 0,
      votes: [],
    };
  }
  const text = message.extendedTextMessage;
  if (text?.matchedText)
    content.preview = {
      url: text.matchedText,
      title: text.title ?? null,
      description: text.description ?? null,
      hasThumbnail: (text.jpegThumbnail?.length ?? 0) > 0,
    };
  const choices = choicesOf(message);
  if (choices.length > 0) content.choices = choices;
  if (context?.mentionedJid?.length) content.mentions = context.mentionedJid.map((jid) => jid.split('@')[0]!);
  if (context?.isForwarded) content.forwarded = true;
  if (isViewOnce(wrapped)) content.viewOnce = true;
  if (context?.expiration) content.expiresInSeconds = context.expiration;
  if (context?.externalAdReply?.sourceId) content.ad = adOf(context);
  return content;
}

function choicesOf(message: proto.IMessage): { id: string; label: string }[] {
  const rows = (message.listMessage?.sections ?? []).flatMap((section) => section.rows ?? []);
  const buttons = message.buttonsMessage?.buttons ?? [];
  return [
    ...rows.map((row) => ({ id: row.rowId ?? '', label: row.title ?? '' })),
    ...buttons.map((button) => ({ id: button.buttonId ?? '', label: button.buttonText?.displayText ?? '' })),
  ];
}

/** Whether a message may be seen only once. */
export function isViewOnce(wrapped: proto.IMessage): boolean {
  const message = unwrap(wrapped);
  return (
    (wrapped.ephemeralMessage?.message ? isViewOnce(wrapped.ephemeralMessage.message) : false) ||
    [wrapped.viewOnceMessage, wrapped.viewOnceMessageV2, wrapped.viewOnceMessageV2Extension].some(Boolean) ||
    [message.imageMessage, message.videoMessage, message.audioMessage].some((media) => media?.viewOnce)
  );
}

function adOf(context: proto.IContextInfo): Record<string, string> {
  const { title, body, sourceId, sourceUrl, ctwaClid, sourceApp } = context.externalAdReply!;
  return Object.fromEntries(
    Object.entries({ title, body, sourceId, sourceUrl, ctwaClid, sourceApp }).filter(
      (entry): entry is [string, string] => Boolean(entry[1]),
    ),
  );
}

function fileOf(message: proto.IMessage): MediaFile | null {
  for (const [field, kind] of mediaFields) {
    const media = message[field] as proto.Message.IImageMessage | null | undefined;
    if (!media?.mediaKey?.length) continue;
    return {
      kind,
      path: media.directPath || media.url || null,
      mediaKey: Buffer.from(media.mediaKey),
      sha256: media.fileSha256 ? Buffer.from(media.fileSha256) : null,
      encSha256: media.fileEncSha256 ? Buffer.from(media.fileEncSha256) : null,
    };
  }
  return null;
}

function isSet(message: proto.IMessage, name: string): boolean {
  const value = (message as Record<string, unknown>)[name];
  return value !== null && value !== undefined && value !== '';
}
