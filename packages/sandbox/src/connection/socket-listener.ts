import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { limits } from '../limits.ts';
import type { Network } from '../network.ts';
import { StartupError } from '../problem.ts';
import { Connection } from './connection.ts';

/** Path of the WhatsApp Web socket. */
export const SOCKET_PATH = '/ws/chat';

/** Where clients connect: WebSocket upgrades on one path, nothing else. */
export class SocketListener {
  readonly #network: Network;
  readonly #http: Server;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: limits.frameBytes + 3,
  });

  constructor(network: Network) {
    this.#network = network;
    this.#http = createServer((_, response) => {
      response.writeHead(426, { 'content-type': 'text/plain; charset=utf-8', upgrade: 'websocket' });
      response.end('This is the WhatsApp Web socket of a sandbox; connect by WebSocket.\n');
    });
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Listens; answers the port. */
  async listen(port: number, host: string): Promise<number> {
    return listenOn(this.#http, port, host, 'SANDBOX_SOCKET_PORT');
  }

  async close(): Promise<void> {
    this.#sockets.close();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const path = request.url?.split('?')[0];
    const fault = this.#network.faults.strike('upgrade_status', {});
    if (fault) refuse(socket, fault.status ?? 503);
    else if (path !== SOCKET_PATH) refuse(socket, 404);
    else if (this.#network.connectionCount >= limits.connections) refuse(socket, 503);
    else {
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const { gate, keys } = this.#network;
        this.#network.add(new Connection({ socket: webSocket, gate, keys, listener: this.#network }));
      });
    }
  }
}

/** Listens on a port (0: a free one) and answers it; a port in use is a {@link StartupError} that names the setting. */
export function listenOn(server: Server, port: number, host: string, setting: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const sentence =
        error.code === 'EADDRINUSE'
          ? `Port ${port} of ${host} is in use. Stop what uses it, or set ${setting} to another port (0 takes a free one).`
          : `The sandbox cannot listen on ${host}:${port}: ${error.message}.`;
      reject(
        new StartupError(error.code === 'EADDRINUSE' ? 'port_in_use' : 'listen', sentence, { cause: error }),
      );
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
}
