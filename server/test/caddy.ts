import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Debian: `apt-get install caddy`. */
export const caddyThere = spawnSync('caddy', ['version']).status === 0;
export const CADDYFILE = fileURLToPath(new URL('../../deploy/Caddyfile', import.meta.url));

/** The web server of deploy/Caddyfile, with an authority of its own in place of a public one. */
export interface TestCaddy {
  httpPort: number;
  httpsPort: number;
  tunnelPort: number;
  /** The authority's certificate; made with the first certificate. */
  authority(): Buffer;
  stop(): Promise<void>;
}

/** Starts Caddy in front of a server, with `files` as the app. */
export async function startCaddy(options: {
  serverUrl: string;
  host: string;
  files: Record<string, string>;
}): Promise<TestCaddy> {
  const folder = mkdtempSync(join(tmpdir(), 'mh-caddy-'));
  for (const [name, content] of Object.entries(options.files)) {
    mkdirSync(join(folder, 'app', name, '..'), { recursive: true });
    writeFileSync(join(folder, 'app', name), content);
  }
  const [httpPort, httpsPort, tunnelPort] = await freePorts();
  const caddy: ChildProcess = spawn('caddy', ['run', '--config', CADDYFILE, '--adapter', 'caddyfile'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      XDG_DATA_HOME: folder,
      METAHUB_HOST: options.host,
      METAHUB_SERVER: new URL(options.serverUrl).host,
      METAHUB_APP: join(folder, 'app'),
      METAHUB_TUNNEL_PORT: String(tunnelPort),
      CADDY_OPTIONS: [
        'admin off',
        'local_certs',
        'skip_install_trust',
        `http_port ${httpPort}`,
        `https_port ${httpsPort}`,
        `storage file_system ${join(folder, 'storage')}`,
      ].join('\n\t'),
    },
  });
  const said: string[] = [];
  const gone = new Promise<void>((done) => caddy.once('exit', () => done()));
  const lines = createInterface({ input: caddy.stderr! });
  await Promise.race([
    new Promise<void>((ready) => {
      lines.on('line', (line) => {
        said.push(line);
        if (line.includes('serving initial configuration')) ready();
      });
    }),
    gone.then(() => {
      throw new Error(`Caddy ended:\n${said.join('\n')}`);
    }),
  ]);
  return {
    httpPort,
    httpsPort,
    tunnelPort,
    authority() {
      const file = join(folder, 'storage/pki/authorities/local/root.crt');
      if (!existsSync(file)) throw new Error(`Caddy has made no authority:\n${said.join('\n')}`);
      return readFileSync(file);
    },
    async stop() {
      caddy.kill();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Three ports that are free now, held together so that they differ. */
async function freePorts(): Promise<[number, number, number]> {
  const probes = [createServer(), createServer(), createServer()];
  const ports = await Promise.all(
    probes.map(
      (probe) =>
        new Promise<number>((done) => {
          probe.listen(0, '127.0.0.1', () => done((probe.address() as { port: number }).port));
        }),
    ),
  );
  await Promise.all(probes.map((probe) => new Promise((done) => probe.close(done))));
  return ports as [number, number, number];
}
