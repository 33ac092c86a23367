import { join } from 'node:path';
import { ControlServer } from './control/control-server.ts';
import { isLoopback } from './control/access.ts';
import { SOCKET_PATH, SocketListener } from './connection/socket-listener.ts';
import { silentLogger, type SandboxLogger } from './logger.ts';
import { Network } from './network.ts';
import { makeNetworkKeys, type NetworkKeys } from './noise/network-keys.ts';
import { StartupError } from './problem.ts';
import { SqliteStore } from './store/sqlite-store.ts';
import { CommitGate, MemoryStore, type Store } from './store/store.ts';
import {
  makeCertificateAuthority,
  makeServerCertificate,
  type CertificateAuthority,
} from './trust/certificate-authority.ts';

export type { SandboxLogger } from './logger.ts';
export { SandboxProblem, StartupError } from './problem.ts';

/** How to start a sandbox. */
export interface SandboxOptions {
  /** Port of the WhatsApp Web socket; 0 takes a free one. Default 7780. */
  socketPort?: number;
  /** Port of the control API; 0 takes a free one. Default 7781. */
  controlPort?: number;
  /** Address to listen on. Default 127.0.0.1; any that is not of this machine only needs `controlToken`. */
  host?: string;
  /** Folder where phones, links, chats and keys survive; absent: they live as long as the process. */
  dataFolder?: string;
  /** Bearer token that the control API asks for. */
  controlToken?: string;
  /** How long a phone takes to report that a message was delivered, milliseconds. Default 150. */
  receiptDelayMs?: number;
  /** Port of the media host. Default: the one that it had, else a free one; clients are told. */
  mediaPort?: number;
  /** Folder whose files phones may send by their path; absent: files come in base64 only. */
  filesFolder?: string;
  logger?: SandboxLogger;
}

/** A running sandbox. */
export interface Sandbox {
  /** `http://…`: the control API, and the page with the phones. */
  controlUrl: string;
  /** `ws://…/ws/chat`: what a client gives Baileys as `waWebSocketUrl`. */
  socketUrl: string;
  /** Closes all connections, writes what is left and frees the ports. */
  stop(): Promise<void>;
}

/** What makes this sandbox one network, kept across restarts. */
interface Secrets {
  network: NetworkKeys;
  authority: CertificateAuthority;
}

/**
 * Starts a WhatsApp Web peer with simulated phones. Throws a {@link StartupError}, with a sentence that says what
 * to change, when a port is in use, the data folder cannot be used or the host is not safe.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', logger = silentLogger } = options;
  if (!isLoopback(host) && !options.controlToken) {
    throw new StartupError(
      'token_required',
      `The sandbox would be reachable from other machines on ${host}. Set SANDBOX_TOKEN, or listen on 127.0.0.1.`,
    );
  }
  const store: Store = options.dataFolder ? new SqliteStore(options.dataFolder) : new MemoryStore();
  const secrets = loadSecrets(store);
  const network = new Network({
    store,
    gate: new CommitGate(store),
    keys: secrets.network,
    receiptDelayMs: options.receiptDelayMs ?? 150,
    mediaFolder: options.dataFolder && join(options.dataFolder, 'media'),
    mediaCertificate: makeServerCertificate(secrets.authority),
    logger,
  });
  const sockets = new SocketListener(network);
  const control = new ControlServer({ network, token: options.controlToken });
  const stop = async () => {
    network.stop();
    await Promise.all([sockets.close(), control.close(), network.mediaHost.close()]);
    network.gate.flush();
    store.close();
  };
  try {
    const socketPort = await sockets.listen(options.socketPort ?? 7780, host);
    const controlPort = await control.listen(options.controlPort ?? 7781, host);
    const lastPort = store.load<number>('meta').find(([key]) => key === 'media-port')?.[1];
    const mediaPort = await network.mediaHost.listen(options.mediaPort ?? lastPort ?? 0, host);
    store.put('meta', 'media-port', () => mediaPort);
    const socketUrl = `ws://${urlHost(host)}:${socketPort}${SOCKET_PATH}`;
    const controlUrl = `http://${urlHost(host)}:${controlPort}`;
    control.announce({
      socketUrl,
      controlUrl,
      caCertificate: secrets.authority.certificate,
      filesFolder: options.filesFolder,
    });
    logger.info({ socketUrl, controlUrl }, 'the sandbox is ready');
    return { controlUrl, socketUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function loadSecrets(store: Store): Secrets {
  const saved = store.load<Secrets>('meta').find(([key]) => key === 'secrets')?.[1];
  const secrets = saved ?? { network: makeNetworkKeys(), authority: makeCertificateAuthority() };
  if (!saved) {
    store.put('meta', 'secrets', () => secrets);
    store.commit();
  }
  return secrets;
}

/** A host as it stands in a URL; one that stands for all addresses is reached on this machine. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
