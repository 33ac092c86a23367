// The baseline of `receive`, `outbound`, `group` and `sessions`: Baileys as it comes, one socket
// for each number, its keys in memory, and a handler that counts what `messages.upsert` gives it. It stores nothing and forgets everything when it ends.
import {
  type BaileysEventMap,
  initAuthCreds,
  makeWASocket,
  type SignalDataTypeMap,
  WA_CERT_DETAILS,
} from '@whiskeysockets/baileys';

/**
 * What the bench asks for, each answered once: the QR of a new socket; that all sockets are open; that the count of
 * messages began, and later, unasked, when it was reached; that so many texts were sent from each of the first sockets.
 */
type Question =
  | { want: 'qr' }
  | { want: 'open' }
  | { want: 'count'; count: number }
  | { want: 'send'; sockets: number; to: string[]; countEach: number; text: string };

const { SOCKET_URL: socketUrl, ROOT_KEY: rootKey } = process.env;
if (!socketUrl || !rootKey)
  throw new Error('SOCKET_URL and ROOT_KEY say where the network is and whom to trust.');
WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(rootKey, 'base64');
// libsignal prints whole sessions through console.info, which would be measured, too.
console.info = () => {};

const silent = {
  level: 'silent',
  child: () => silent,
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
};

/** In the order of their pairing; one that comes back takes its place. */
const lines: ReturnType<typeof makeWASocket>[] = [];
/** The sockets that have been open, by their place. */
const opened = new Set<number>();
let openWanted = false;
let qrWanted = false;
let received = new Set<string>();
let wanted = Number.POSITIVE_INFINITY;

process.on('message', (question: Question) => {
  if (question.want === 'qr') {
    qrWanted = true;
    linkNew();
  } else if (question.want === 'open') {
    openWanted = true;
    sayIfOpen();
  } else if (question.want === 'send') {
    void send(question).then((sent) => process.send?.({ sent }));
  } else if (question.want === 'count') {
    received = new Set();
    wanted = question.count;
    process.send?.({ counting: true });
  }
});
// The channel keeps the program alive, also when its loop is watched, which answers questions of its own.
process.channel?.ref();
process.once('SIGTERM', () => process.exit(0));
console.log(JSON.stringify({ listens: true }));

function linkNew(): void {
  const place = lines.length;
  const creds = initAuthCreds();
  const keys = new Map<string, unknown>();
  const connect = () => {
    const socket = makeWASocket({
      waWebSocketUrl: socketUrl,
      logger: silent,
      markOnlineOnConnect: false,
      shouldSyncHistoryMessage: () => false,
      auth: {
        creds,
        keys: {
          get: async <Type extends keyof SignalDataTypeMap>(type: Type, ids: string[]) => {
            const found: Record<string, SignalDataTypeMap[Type]> = {};
            for (const id of ids) {
              const value = keys.get(`${type}:${id}`);
              if (value !== undefined) found[id] = value as SignalDataTypeMap[Type];
            }
            return found;
          },
          set: async (data) => {
            for (const [type, entries] of Object.entries(data)) {
              for (const [id, value] of Object.entries(entries)) {
                if (value === null) keys.delete(`${type}:${id}`);
                else keys.set(`${type}:${id}`, value);
              }
            }
          },
        },
      },
    });
    lines[place] = socket;
    socket.ev.on('creds.update', (update) => Object.assign(creds, update));
    socket.ev.on('messages.upsert', count);
    socket.ev.on('connection.update', ({ qr, connection }) => {
      if (qr && qrWanted) {
        qrWanted = false;
        process.send?.({ qr });
      }
      if (connection === 'open') {
        opened.add(place);
        sayIfOpen();
      }
      // After pairing the network closes with 515, and the client comes back as the new device.
      if (connection === 'close') connect();
    });
  };
  connect();
}

/** Each chat's texts go one after the other, so that they keep their order, and the chats side by side. */
async function send(wanted: Extract<Question, { want: 'send' }>): Promise<number> {
  const { to, countEach, text } = wanted;
  await Promise.all(
    lines.slice(0, wanted.sockets).flatMap((line) =>
      to.map(async (peer, chat) => {
        const jid = peer.includes('@') ? peer : `${peer}@s.whatsapp.net`;
        for (let sent = chat; sent < countEach; sent += to.length) await line.sendMessage(jid, { text });
      }),
    ),
  );
  return wanted.sockets * countEach;
}

function sayIfOpen(): void {
  if (!openWanted || opened.size < lines.length) return;
  openWanted = false;
  process.send?.({ open: opened.size });
}

function count({ messages }: BaileysEventMap['messages.upsert']): void {
  for (const { key, message } of messages) if (message && key.id) received.add(key.id);
  if (received.size < wanted) return;
  wanted = Number.POSITIVE_INFINITY;
  process.send?.({ at: Date.now() });
}
