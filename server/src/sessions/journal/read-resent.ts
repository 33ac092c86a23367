import type { Baileys } from '../baileys.ts';
import type { JournalEntryInput } from '../key-vault.ts';
import { sessionLimits } from '../limits.ts';
import type { AwaitedContents } from './awaited-contents.ts';

export type ProtoTypes = Baileys['proto'];

/**
 * Reads what our own phone says to this device: the contents of messages that came without one, as far as they are
 * awaited. Each becomes the entry that its row of the journal waits for. Nothing for all else that phones say.
 */
export function readResentContents(
  proto: ProtoTypes,
  plaintext: Uint8Array,
  awaited: AwaitedContents,
): JournalEntryInput[] {
  return readResults(proto, plaintext).flatMap((bytes) => {
    try {
      const info = proto.WebMessageInfo.decode(bytes);
      const row = info.message && awaited.find(info.key);
      if (!row) return [];
      const { unavailable: _, undecryptable: __, ...attributes } = row.attributes;
      return [
        {
          kind: 'message' as const,
          chat: row.chat,
          author: row.author,
          fromMe: row.fromMe,
          whatsappId: row.whatsappId,
          attributes: { ...attributes, fromPhone: 'true' },
          plaintext: proto.Message.encode(info.message!).finish(),
        },
      ];
    } catch {
      // One that can't be read holds up no other: it stays awaited, and is asked for again.
      return [];
    }
  });
}

function readResults(proto: ProtoTypes, plaintext: Uint8Array): Uint8Array[] {
  try {
    const { protocolMessage } = proto.Message.decode(plaintext);
    const results = protocolMessage?.peerDataOperationRequestResponseMessage?.peerDataOperationResult ?? [];
    return results
      .slice(0, sessionLimits.askedAtOnce)
      .flatMap((result) => result.placeholderMessageResendResponse?.webMessageInfoBytes ?? []);
  } catch {
    return [];
  }
}
