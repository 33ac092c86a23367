import { bytesOf } from '../proto-fields.ts';

/** From WAProto.proto in Baileys 7.0.0-rc14: Message.protocolMessage, ProtocolMessage.historySyncNotification. */
const FIELDS = { protocolMessage: 12, historySyncNotification: 6 } as const;

/** Whether a message of our own phone brings a piece of its history, or says where it is. */
export function isHistory(plaintext: Uint8Array): boolean {
  const bytes = Buffer.from(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength);
  const protocol = bytesOf(bytes, FIELDS.protocolMessage).at(-1);
  return protocol !== undefined && bytesOf(protocol, FIELDS.historySyncNotification).length > 0;
}
