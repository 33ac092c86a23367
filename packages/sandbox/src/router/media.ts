import { proto } from '../baileys.ts';
import { resultOf } from '../connection/connection.ts';
import { childOf, type BinaryNode } from '../connection/stanza.ts';
import { fetchFile } from '../contents/read-media.ts';
import { effectOf, type MediaFile } from '../contents/read-message.ts';
import { limits } from '../limits.ts';
import { sealMedia, sealMediaRetry } from '../media/media-crypt.ts';
import type { Network } from '../network.ts';
import type { Companion } from '../world/account.ts';
import { pnJid } from '../world/addresses.ts';
import { chatOf } from '../actors/screen.ts';
import type { QueryTable } from './router.ts';

const ResultType = proto.MediaRetryNotification.ResultType;

/** Where to put files, and a token that allows it. */
export const mediaQueries: QueryTable = {
  'set w:m media_conn': ({ network, connection, query }) => {
    const ttl = String(limits.mediaTokenSeconds);
    return resultOf(query, [
      {
        tag: 'media_conn',
        attrs: {
          auth: network.mediaHost.grant(connection.companion!.account.number),
          ttl,
          auth_ttl: ttl,
          max_buckets: '12',
        },
        content: [
          {
            tag: 'host',
            attrs: { hostname: network.mediaHost.hostname, maxContentLengthBytes: String(limits.mediaBytes) },
          },
        ],
      },
    ]);
  },
};

/** A companion could not download a file: its phone uploads it again and says where. */
export async function answerMediaRetry(
  network: Network,
  companion: Companion,
  receipt: BinaryNode,
): Promise<void> {
  const { account } = companion;
  const id = receipt.attrs['id'] ?? '';
  const asked = childOf(receipt, 'rmr')?.attrs ?? {};
  const fault = network.faults.strike('media_retry', { number: account.number, device: companion.id });
  if (fault?.result === 'silent') return;
  const chat = chatOf(network.world, asked['jid'] ?? '');
  const bubble = network.world.chats.bubble(account.number, chat, asked['from_me'] === 'true', id);
  const effect = bubble?.body ? effectOf(proto.Message.decode(bubble.body)) : undefined;
  const file = effect?.kind === 'bubble' ? effect.file : null;
  const answer = fault
    ? { stanzaId: id, result: fault.result === 'error' ? ResultType.GENERAL_ERROR : ResultType.NOT_FOUND }
    : uploadAgain(network, companion, file, id);
  const content = file
    ? sealedAnswer(proto.MediaRetryNotification.encode(answer).finish(), file.mediaKey, id)
    : { tag: 'error', attrs: { code: String(ResultType.NOT_FOUND) } };
  network.deliveries.deliver(companion, {
    ackKey: `notification:${id}`,
    node: {
      tag: 'notification',
      attrs: {
        from: pnJid(account.number),
        type: 'mediaretry',
        id,
        t: String(Math.floor(network.world.clock.now() / 1000)),
      },
      content: [content, { tag: 'rmr', attrs: asked }],
    },
  });
  network.events.emit('media.retried', [account.number], { number: account.number, id });
}

function uploadAgain(
  network: Network,
  companion: Companion,
  file: MediaFile | null,
  stanzaId: string,
): proto.IMediaRetryNotification {
  if (!file) return { stanzaId, result: ResultType.NOT_FOUND };
  try {
    const plain = fetchFile(network.media, file);
    const sealed = sealMedia(plain, file.kind, file.mediaKey);
    const { directPath } = network.media.put(sealed.body, companion.account.number);
    return { stanzaId, directPath, result: ResultType.SUCCESS };
  } catch {
    return { stanzaId, result: ResultType.NOT_FOUND };
  }
}

function sealedAnswer(answer: Uint8Array, mediaKey: Buffer, id: string): BinaryNode {
  const { ciphertext, iv } = sealMediaRetry(answer, mediaKey, id);
  return {
    tag: 'encrypt',
    attrs: {},
    content: [
      { tag: 'enc_p', attrs: {}, content: ciphertext },
      { tag: 'enc_iv', attrs: {}, content: iv },
    ],
  };
}
