import { createServer } from 'node:net';

/** Where each listener stands. 0 means any free port. */
export interface Ports {
  api: number;
  portal: number;
  app: number;
  sandboxSocket: number;
  sandboxControl: number;
}

/** A configured port cannot be used; the message says which, and what to do. */
export class PortUnavailable extends Error {
  override name = 'PortUnavailable';
}

const HOST = '127.0.0.1';
const WAIT_MS = 5_000;
const names: Record<keyof Ports, string> = {
  api: 'API',
  portal: 'portal',
  app: 'app',
  sandboxSocket: 'simulator (WhatsApp socket)',
  sandboxControl: 'simulator',
};

/**
 * The ports by the environment: `PORT` moves the API, and the portal and the app stand on the two after it.
 * `PORT=0` gives every listener a free one. `PORTAL_PORT`, `APP_PORT`, `SANDBOX_SOCKET_PORT`
 * and `SANDBOX_CONTROL_PORT` move one alone.
 */
export function readPorts(env: NodeJS.ProcessEnv): Ports {
  const api = readPort(env, 'PORT', 3000);
  const free = api === 0;
  return {
    api,
    portal: readPort(env, 'PORTAL_PORT', free ? 0 : api + 1),
    app: readPort(env, 'APP_PORT', free ? 0 : api + 2),
    sandboxSocket: readPort(env, 'SANDBOX_SOCKET_PORT', free ? 0 : 7780),
    sandboxControl: readPort(env, 'SANDBOX_CONTROL_PORT', free ? 0 : 7781),
  };
}

function readPort(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name] || String(fallback);
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new PortUnavailable(`${name}=${text}: a port is a whole number from 0 to 65535.`);
  }
  return port;
}

/** Throws for the first configured port that somebody else holds, after five seconds of grace for one who is leaving. */
export async function checkPorts(ports: Ports): Promise<void> {
  const chosen = Object.entries(ports).filter(([, port]) => port !== 0) as [keyof Ports, number][];
  const twice = chosen.find(([, port], index) => chosen.findIndex((other) => other[1] === port) !== index);
  if (twice) throw new PortUnavailable(`Port ${twice[1]} is given to two listeners. Give each its own.`);
  await Promise.all(chosen.map(([name, port]) => checkPort(names[name], port)));
}

async function checkPort(name: string, port: number): Promise<void> {
  const end = Date.now() + WAIT_MS;
  for (;;) {
    const code = await tryPort(port);
    if (code === null) return;
    if (code === 'EACCES') {
      throw new PortUnavailable(
        `A porta ${port} (${name}) exige mais permissões. · Port ${port} (${name}) needs more rights.\n` +
          `Use outra: · Choose another: PORT=4000 npm start`,
      );
    }
    if (Date.now() > end) {
      throw new PortUnavailable(
        `A porta ${port} (${name}) já está em uso. · Port ${port} (${name}) is already in use.\n` +
          `Feche o outro programa, ou use portas livres: · Close the other program, or take free ports: PORT=0 npm start`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function tryPort(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    probe.listen(port, HOST, () => probe.close(() => resolve(null)));
  });
}
