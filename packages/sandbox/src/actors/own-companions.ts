import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { proto } from '../baileys.ts';
import { SERVER_JID } from '../connection/stanza.ts';
import { limits } from '../limits.ts';
import { sealMedia } from '../media/media-crypt.ts';
import type { Network } from '../network.ts';
import { makeMessageId, type Account, type Companion } from '../world/account.ts';
import { accountJid } from '../world/addresses.ts';
import { isCrowd, STATUS_JID } from '../world/groups.ts';
import { isRead, type Chat, type ChatMessage } from '../world/messages.ts';
import { appStateKeyOf, writeEntry, type AppStateEntry, type CollectionName } from './app-state.ts';
import type { Phone } from './phone.ts';
import { chatOf } from './screen.ts';

const compress = promisify(deflate);
const SyncType = proto.HistorySync.HistorySyncType;
/** The type of a history in the notification that brings it: the same names, in another enumeration. */
const notifiedTypes: Partial<Record<proto.HistorySync.HistorySyncType, proto.Message.HistorySyncType>> = {
  [SyncType.INITIAL_BOOTSTRAP]: proto.Message.HistorySyncType.INITIAL_BOOTSTRAP,
  [SyncType.PUSH_NAME]: proto.Message.HistorySyncType.PUSH_NAME,
  [SyncType.RECENT]: proto.Message.HistorySyncType.RECENT,
  [SyncType.ON_DEMAND]: proto.Message.HistorySyncType.ON_DEMAND,
};
const ProtocolType = proto.Message.ProtocolMessage.Type;
const RequestType = proto.Message.PeerDataOperationRequestType;

/** What a phone tells its own companions: the time before them, its app state, and what they ask it for. */
export class OwnCompanions {
  readonly #network: Network;

  constructor(network: Network) {
    this.#network = network;
  }

  /** At its first login a companion is told of the time before it, if the phone is set to do so. */
  async greet(companion: Companion): Promise<void> {
    const { history } = companion.account;
    if (!history || companion.toldHistory) return;
    companion.toldHistory = true;
    this.#network.world.saveCompanion(companion);
    await this.#shareKey(companion);
    await this.#sendHistory(companion, history);
  }

  /** A companion asks its phone for something; a phone that is switched off says nothing. */
  async answer(phone: Phone, companion: Companion, message: proto.IMessage, id: string): Promise<void> {
    const where = { number: phone.account.number, device: companion.id };
    if (this.#network.faults.strike('phone_silent', where)) return;
    const protocol = message.protocolMessage;
    if (protocol?.type === ProtocolType.APP_STATE_SYNC_KEY_REQUEST) return this.#shareKey(companion);
    const request = protocol?.peerDataOperationRequestMessage;
    if (!request) return;
    const { account } = phone;
    this.#network.events.emit('phone.asked', [account.number], {
      number: account.number,
      device: companion.id,
      request: RequestType[request.peerDataOperationRequestType ?? 0],
    });
    if (request.peerDataOperationRequestType === RequestType.PLACEHOLDER_MESSAGE_RESEND) {
      const keys = (request.placeholderMessageResendRequest ?? []).map((one) => one.messageKey ?? {});
      await this.#resend(companion, keys, id);
    } else if (request.historySyncOnDemandRequest) {
      await this.#sendOlder(companion, request.historySyncOnDemandRequest, id);
    }
  }

  /** The owner changes something that all devices agree on. */
  change(account: Account, name: CollectionName, entry: AppStateEntry): void {
    writeEntry(account, name, entry);
    this.#network.world.saveAccount(account);
    this.tellChange(account, name);
  }

  /** Companions learn that a collection of their account has news. */
  tellChange(account: Account, name: string, except?: Companion): void {
    const version = String(account.appState.get(name)?.version ?? 0);
    for (const companion of account.companions.values()) {
      if (companion === except) continue;
      this.#network.notices.tell(companion, { from: SERVER_JID, type: 'server_sync' }, [
        { tag: 'collection', attrs: { name, version } },
      ]);
    }
  }

  async #shareKey(companion: Companion): Promise<void> {
    const { id, data } = appStateKeyOf(companion.account);
    this.#network.world.saveAccount(companion.account);
    await this.#send(companion, {
      type: ProtocolType.APP_STATE_SYNC_KEY_SHARE,
      appStateSyncKeyShare: {
        keys: [
          {
            keyId: { keyId: id },
            keyData: {
              keyData: data,
              fingerprint: {
                rawId: 1,
                currentIndex: companion.keyIndex,
                deviceIndexes: [0, companion.keyIndex],
              },
              timestamp: this.#network.world.clock.now(),
            },
          },
        ],
      },
    });
  }

  async #sendHistory(companion: Companion, wanted: { chats: number; messages: number }): Promise<void> {
    const { account } = companion;
    const chats = this.#network.world.chats
      .list(account.number)
      .filter((chat) => chat.peer !== STATUS_JID)
      .slice(0, wanted.chats);
    const recent = chats.map((chat) => ({
      chat,
      messages: chat.messages.slice(-wanted.messages).toReversed(),
    }));
    const first = recent.map(({ chat, messages }) =>
      this.#conversation(account, chat, messages.slice(0, limits.historyFirstMessages)),
    );
    await this.#sendSync(companion, {
      syncType: SyncType.INITIAL_BOOTSTRAP,
      conversations: first,
      progress: 0,
    });
    const pushnames = chats.flatMap(({ peer }) => {
      const other = this.#network.world.find(peer);
      return other ? [{ id: accountJid(other, 'pn'), pushname: other.name }] : [];
    });
    await this.#sendSync(companion, { syncType: SyncType.PUSH_NAME, pushnames });
    const rest = recent.flatMap(({ chat, messages }) =>
      inChunks(chat, messages.slice(limits.historyFirstMessages)),
    );
    const chunks = rest.length > 0 ? rest : [undefined];
    for (const [index, chunk] of chunks.entries()) {
      await this.#sendSync(companion, {
        syncType: SyncType.RECENT,
        conversations: chunk ? [this.#conversation(account, chunk.chat, chunk.messages)] : [],
        progress: Math.round(((index + 1) / chunks.length) * 100),
        chunkOrder: index + 1,
      });
    }
  }

  async #sendOlder(
    companion: Companion,
    request: proto.Message.PeerDataOperationRequestMessage.IHistorySyncOnDemandRequest,
    id: string,
  ): Promise<void> {
    const { account } = companion;
    const { world } = this.#network;
    const peer = chatOf(world, request.chatJid ?? '');
    const chat = world.chats.find(account.number, peer);
    const before = chat?.messages.findIndex((one) => one.id === request.oldestMsgId) ?? -1;
    const older =
      before < 0 ? [] : chat!.messages.slice(Math.max(0, before - (request.onDemandMsgCount ?? 50)), before);
    await this.#sendSync(
      companion,
      {
        syncType: SyncType.ON_DEMAND,
        conversations: chat ? [this.#conversation(account, chat, older.toReversed())] : [],
        progress: 100,
      },
      id,
    );
  }

  async #sendSync(
    companion: Companion,
    history: proto.IHistorySync & { syncType: proto.HistorySync.HistorySyncType },
    requestId?: string,
  ): Promise<void> {
    const payload = await compress(proto.HistorySync.encode(history).finish());
    await this.#send(companion, {
      type: ProtocolType.HISTORY_SYNC_NOTIFICATION,
      historySyncNotification: {
        syncType: notifiedTypes[history.syncType],
        chunkOrder: history.chunkOrder,
        progress: history.progress,
        ...(companion.account.history?.external
          ? this.#upload(payload, companion)
          : { initialHistBootstrapInlinePayload: payload }),
        ...(requestId ? { peerDataRequestSessionId: requestId } : {}),
      },
    });
  }

  #upload(payload: Buffer, companion: Companion): proto.Message.IHistorySyncNotification {
    const sealed = sealMedia(payload, 'history');
    const { directPath } = this.#network.media.put(sealed.body, companion.account.number);
    return {
      directPath,
      mediaKey: sealed.mediaKey,
      fileSha256: sealed.sha256,
      fileEncSha256: sealed.encSha256,
      fileLength: payload.length,
    };
  }

  async #resend(companion: Companion, keys: proto.IMessageKey[], stanzaId: string): Promise<void> {
    const { account } = companion;
    const { world } = this.#network;
    const results = keys.flatMap((key) => {
      const bubble = world.chats.bubble(
        account.number,
        chatOf(world, key.remoteJid ?? ''),
        key.fromMe ?? false,
        key.id ?? '',
      );
      // What may be seen once is seen on the phone only.
      if (!bubble?.body || bubble.content?.viewOnce) return [];
      const info = this.#infoOf(bubble, key);
      return [
        {
          placeholderMessageResendResponse: {
            webMessageInfoBytes: proto.WebMessageInfo.encode(info).finish(),
          },
        },
      ];
    });
    await this.#send(companion, {
      type: ProtocolType.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE,
      peerDataOperationRequestResponseMessage: {
        peerDataOperationRequestType: RequestType.PLACEHOLDER_MESSAGE_RESEND,
        stanzaId,
        peerDataOperationResult: results,
      },
    });
  }

  #conversation(account: Account, chat: Chat, messages: ChatMessage[]): proto.IConversation {
    const { world } = this.#network;
    const other = world.find(chat.peer);
    const group = world.groups.find(chat.peer);
    const id = other
      ? accountJid(other, 'pn')
      : isCrowd(chat.peer)
        ? chat.peer
        : `${chat.peer}@s.whatsapp.net`;
    const last = chat.messages.at(-1);
    return {
      id,
      name: account.contacts?.get(chat.peer) ?? group?.subject ?? undefined,
      ...(other ? { lidJid: accountJid(other, 'lid'), pnJid: accountJid(other, 'pn') } : {}),
      unreadCount: chat.unread,
      archived: account.archived?.has(chat.peer) ?? false,
      pinned: account.pinned?.has(chat.peer) ? 1 : 0,
      conversationTimestamp: last ? Math.floor(last.at / 1000) : 0,
      messages: messages
        .filter((bubble) => bubble.body)
        .map((bubble) => ({
          message: this.#infoOf(bubble, this.#keyOf(bubble, id)),
          msgOrderId: bubble.seq,
        })),
    };
  }

  #keyOf(bubble: ChatMessage, remoteJid: string): proto.IMessageKey {
    const author = this.#network.world.find(bubble.from);
    const group = this.#network.world.groups.find(remoteJid);
    const participant = group && author ? { participant: accountJid(author, group.addressing) } : {};
    return { remoteJid, fromMe: bubble.fromMe, id: bubble.id, ...participant };
  }

  #infoOf(bubble: ChatMessage, key: proto.IMessageKey): proto.IWebMessageInfo {
    const Status = proto.WebMessageInfo.Status;
    const ownStatus = {
      pending: Status.PENDING,
      sent: Status.SERVER_ACK,
      delivered: Status.DELIVERY_ACK,
      read: Status.READ,
      played: Status.PLAYED,
    };
    return {
      key,
      message: proto.Message.decode(bubble.body!),
      messageTimestamp: Math.floor(bubble.at / 1000),
      pushName: this.#network.world.find(bubble.from)?.name,
      status: bubble.fromMe
        ? ownStatus[bubble.status]
        : isRead(bubble.status)
          ? Status.READ
          : Status.DELIVERY_ACK,
      ...(key.participant ? { participant: key.participant } : {}),
    };
  }

  async #send(companion: Companion, protocolMessage: proto.Message.IProtocolMessage): Promise<void> {
    const phone = this.#network.phoneOf(companion.account);
    const now = this.#network.world.clock.now();
    await phone.sender.sendPeer(companion, { protocolMessage }, makeMessageId(), now);
  }
}

function inChunks(chat: Chat, messages: ChatMessage[]): { chat: Chat; messages: ChatMessage[] }[] {
  const chunks = [];
  for (let start = 0; start < messages.length; start += limits.historyChunkMessages) {
    chunks.push({ chat, messages: messages.slice(start, start + limits.historyChunkMessages) });
  }
  return chunks;
}
