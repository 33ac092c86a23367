import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, connect, createServer as createTcp, type Socket } from 'node:net';

/** A proxy on this machine, as an agency would rent one. */
export interface ProxyServer {
  url: string;
  /** Where it was asked to connect to, as `host:port`. */
  readonly asked: string[];
  /** Bytes that went through it, both ways. */
  readonly bytes: number;
  stop(): Promise<void>;
}

interface Login {
  username: string;
  password: string;
}

/** A proxy that speaks HTTP CONNECT, and wants a login. */
export async function startHttpProxy(login: Login): Promise<ProxyServer> {
  const wanted = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
  const traffic = new Traffic();
  const server = createHttp((_, response) => response.writeHead(405).end());
  server.on('connect', (request, socket: Socket, head) => {
    if (request.headers['proxy-authorization'] !== wanted) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const [host, port] = request.url!.split(':');
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    traffic.join(socket, { host: host!, port: Number(port), head });
  });
  return traffic.listen(server, 'http');
}

/** A proxy that speaks SOCKS5 (RFC 1928), and wants a login (RFC 1929). */
export async function startSocksProxy(login: Login): Promise<ProxyServer> {
  const traffic = new Traffic();
  const server = createTcp((socket) => {
    void talkSocks(socket, login, traffic).catch(() => socket.destroy());
  });
  return traffic.listen(server, 'socks5');
}

async function talkSocks(socket: Socket, login: Login, traffic: Traffic): Promise<void> {
  let waiting = Buffer.alloc(0);
  const read = async (length: number): Promise<Buffer> => {
    while (waiting.length < length) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      waiting = Buffer.concat([waiting, chunk]);
    }
    const taken = waiting.subarray(0, length);
    waiting = waiting.subarray(length);
    return taken;
  };
  const [, methods] = await read(2);
  if (!(await read(methods!)).includes(2)) return void socket.end(Buffer.from([5, 0xff]));
  socket.write(Buffer.from([5, 2]));
  const [, nameLength] = await read(2);
  const username = (await read(nameLength!)).toString();
  const [secretLength] = await read(1);
  const password = (await read(secretLength!)).toString();
  const isWelcome = username === login.username && password === login.password;
  socket.write(Buffer.from([1, isWelcome ? 0 : 1]));
  if (!isWelcome) return void socket.end();
  const [, , , kind] = await read(4);
  const host = kind === 1 ? (await read(4)).join('.') : (await read((await read(1))[0]!)).toString();
  const port = (await read(2)).readUInt16BE();
  socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
  traffic.join(socket, { host, port, head: waiting });
}

class Traffic {
  readonly asked: string[] = [];
  readonly #sockets = new Set<Socket>();
  bytes = 0;

  join(socket: Socket, target: { host: string; port: number; head: Buffer }): void {
    const { host, port, head } = target;
    this.asked.push(`${host}:${port}`);
    const far = connect(port, host);
    if (head.length > 0) far.write(head);
    for (const [one, other] of [
      [socket, far],
      [far, socket],
    ] as const) {
      this.#sockets.add(one);
      one.on('data', (chunk: Buffer) => (this.bytes += chunk.length));
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
  }

  async listen(server: ReturnType<typeof createTcp>, protocol: string): Promise<ProxyServer> {
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { asked } = this;
    const bytes = (): number => this.bytes;
    return {
      url: `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`,
      asked,
      get bytes() {
        return bytes();
      },
      stop: async () => {
        for (const socket of this.#sockets) socket.destroy();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }
}
