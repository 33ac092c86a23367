import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';

const TYPES = { A: 1, CNAME: 5, TXT: 16, AAAA: 28 } as const;
export type RecordType = keyof typeof TYPES;

/** A name server of the test's own, on a free port of this machine; it answers by UDP what the test gave it. */
export interface TestNameServer {
  /** As METAHUB_NAME_SERVERS takes it. */
  address: string;
  /**
   * Sets the records of a name. Several lists are given out one after the other, the last one from then on: a name
   * that changes its mind.
   */
  set(name: string, type: RecordType, ...answers: string[][]): void;
  /** Stays silent from now on. */
  fallSilent(): void;
  /** Every question that came, as `type name`. */
  questions: string[];
  close(): Promise<void>;
}

/** Starts a name server that knows nothing yet: of what was not set it says that it doesn't exist. */
export async function startNameServer(): Promise<TestNameServer> {
  const records = new Map<string, string[][]>();
  const questions: string[] = [];
  let silent = false;
  const socket = createSocket('udp4');
  socket.on('message', (message: Buffer, from: RemoteInfo) => {
    const { name, type, end } = readQuestion(message);
    const known = Object.entries(TYPES).find(([, number]) => number === type)?.[0];
    const key = `${known ?? type} ${name}`;
    questions.push(key);
    if (silent) return;
    const lists = records.get(key);
    const answers = (lists && lists.length > 1 ? lists.shift() : lists?.[0]) ?? [];
    const exists = [...records.keys()].some((other) => other.endsWith(` ${name}`));
    const head = Buffer.alloc(12);
    message.copy(head, 0, 0, 2);
    head.writeUInt16BE(0x8580 | (exists ? 0 : 3), 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(answers.length, 6);
    const parts = answers.map((answer) => writeRecord(type, writeData(known as RecordType, answer)));
    socket.send(Buffer.concat([head, message.subarray(12, end), ...parts]), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    set: (name, type, ...answers) => void records.set(`${type} ${name.toLowerCase()}`, answers),
    fallSilent: () => {
      silent = true;
    },
    questions,
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

function readQuestion(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at]!; length !== 0; length = message[at]!) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
}

/** The name is a pointer to the question's. */
function writeRecord(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function writeData(type: RecordType, value: string): Buffer {
  switch (type) {
    case 'A':
      return Buffer.from(value.split('.').map(Number));
    case 'AAAA':
      return Buffer.from(expand(value));
    case 'TXT': {
      const bytes = Buffer.from(value);
      const chunks: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += 255) {
        const chunk = bytes.subarray(at, at + 255);
        chunks.push(Buffer.from([chunk.length]), chunk);
      }
      return Buffer.concat(chunks);
    }
    default:
      return Buffer.concat([
        ...value.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
        Buffer.from([0]),
      ]);
  }
}

function expand(address: string): number[] {
  const [before = [], after = []] = address.split('::').map((half) => half.split(':').filter(Boolean));
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].flatMap((group) => twoBytes(group));
}

function twoBytes(group: string): [number, number] {
  const number = Number.parseInt(group, 16);
  return [number >> 8, number & 255];
}
