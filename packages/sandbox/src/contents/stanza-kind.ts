import { proto } from '../baileys.ts';
import { pollOf, unwrap } from './read-message.ts';

/** What a message's stanza says of its content without telling it, as WhatsApp Web's clients write it. */
export interface StanzaKind {
  attrs: Record<string, string>;
  /** Attributes of each `enc`. */
  enc: Record<string, string>;
}

const mediaTypes: [field: keyof proto.IMessage, mediaType: string][] = [
  ['imageMessage', 'image'],
  ['stickerMessage', 'sticker'],
  ['documentMessage', 'document'],
  ['contactMessage', 'vcard'],
  ['contactsArrayMessage', 'contact_array'],
  ['liveLocationMessage', 'livelocation'],
  ['locationMessage', 'location'],
  ['listMessage', 'list'],
];

/** The stanza's `type`, its `edit` and the `mediatype` of its `enc`. */
export function stanzaKindOf(wrapped: proto.IMessage): StanzaKind {
  const message = unwrap(wrapped);
  const hide = { 'decrypt-fail': 'hide' };
  if (message.reactionMessage) return { attrs: { type: 'reaction' }, enc: hide };
  if (message.pollUpdateMessage) return { attrs: { type: 'poll' }, enc: hide };
  if (pollOf(message)) return { attrs: { type: 'poll' }, enc: {} };
  const protocol = message.protocolMessage;
  if (protocol?.type === proto.Message.ProtocolMessage.Type.REVOKE) {
    return { attrs: { type: 'text', edit: protocol.key?.fromMe === false ? '8' : '7' }, enc: hide };
  }
  if (protocol?.type === proto.Message.ProtocolMessage.Type.MESSAGE_EDIT) {
    return { attrs: { type: 'text', edit: '1' }, enc: hide };
  }
  const mediaType = mediaTypeOf(message);
  return mediaType
    ? { attrs: { type: 'media' }, enc: { mediatype: mediaType } }
    : { attrs: { type: 'text' }, enc: {} };
}

function mediaTypeOf(message: proto.IMessage): string | undefined {
  if (message.videoMessage) return message.videoMessage.gifPlayback ? 'gif' : 'video';
  if (message.audioMessage) return message.audioMessage.ptt ? 'ptt' : 'audio';
  return mediaTypes.find(([field]) => message[field])?.[1];
}
