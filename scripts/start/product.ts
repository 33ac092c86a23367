import { join } from 'node:path';
import type { DemoFile } from './demo-file.ts';
import { makeDemoPhones } from './demo-phones.ts';
import { readDemoAccounts } from './demo-accounts.ts';
import type { Ports } from './ports.ts';
import { Program } from './program.ts';
import { ensureWebBuild } from './web-build.ts';

export interface ProductOptions {
  /** The checkout. */
  root: string;
  /** The data folder. */
  folder: string;
  ports: Ports;
  /** Tells a person what is going on. */
  report: (message: string) => void;
}

export interface Product {
  /** Where everything is, once all of it is up. */
  ready: Promise<DemoFile>;
  /** Stops everything, those who call before those who answer. */
  stop(): Promise<void>;
}

/** Starts the sandbox, the server, the portal and the app, in the order in which they need each other. */
export function startProduct({ root, folder, ports, report }: ProductOptions): Product {
  const programs: { stop(): Promise<void> }[] = [];
  let stopped = false;

  function run<Ready>(options: {
    name: string;
    file: string;
    env: Record<string, string>;
    readReady: (line: string) => Ready | null;
    envAfter?: (ready: Ready) => Record<string, string>;
  }): Promise<Ready> {
    if (stopped) return Promise.reject(new Error('The product is being stopped.'));
    const program = new Program<Ready>({
      name: options.name,
      entry: join(root, options.file),
      env: options.env,
      logPath: join(folder, 'logs', `${options.name}.log`),
      readReady: options.readReady,
      envAfter: options.envAfter,
      report,
    });
    programs.push(program);
    return program.start();
  }

  async function bringUp(): Promise<DemoFile> {
    const builds = buildWeb(root, report);
    // A failed build is reported when it is awaited below, not while the rest still starts.
    builds.catch(() => {});
    report('Rede simulada · simulated network…');
    const sandbox = await run({
      name: 'sandbox',
      file: 'packages/sandbox/src/main.ts',
      env: {
        SANDBOX_SOCKET_PORT: String(ports.sandboxSocket),
        SANDBOX_CONTROL_PORT: String(ports.sandboxControl),
        SANDBOX_DATA: join(folder, 'sandbox'),
      },
      readReady: readSandboxUrls,
      envAfter: ({ controlUrl, socketUrl }) => ({
        SANDBOX_SOCKET_PORT: portOf(socketUrl),
        SANDBOX_CONTROL_PORT: portOf(controlUrl),
      }),
    });
    await makeDemoPhones(sandbox.controlUrl);

    report('Servidor e banco de dados · server and database…');
    const apiUrl = await run({
      name: 'server',
      file: 'server/src/main.ts',
      env: serverEnvironment({ folder, port: ports.api, sandboxUrl: sandbox.controlUrl }),
      readReady: readServerUrl,
      envAfter: (url) => ({ PORT: portOf(url) }),
    });
    const demo = readDemoAccounts(folder);

    const { widgets, app } = await builds;
    report('Portal e painel · portal and app…');
    const [portalUrl, appUrl] = await Promise.all([
      run({
        name: 'portal',
        file: 'examples/agency-portal/main.ts',
        env: {
          PORT: String(ports.portal),
          METAHUB_API_URL: apiUrl,
          METAHUB_API_KEY: demo.apiKey,
          METAHUB_SANDBOX_URL: sandbox.controlUrl,
          METAHUB_WIDGETS: widgets,
          PORTAL_CLIENTS: JSON.stringify(
            demo.accounts.map(({ id, name }) => ({ slug: slugOf(name), name, accountId: id })),
          ),
        },
        readReady: readUrl,
        envAfter: (url) => ({ PORT: portOf(url) }),
      }),
      run({
        name: 'app',
        file: 'examples/reference-app/serve.ts',
        env: { PORT: String(ports.app), METAHUB_API_URL: apiUrl, APP_FILES: app },
        readReady: readUrl,
        envAfter: (url) => ({ PORT: portOf(url) }),
      }),
    ]);
    return { apiUrl, sandboxUrl: sandbox.controlUrl, portalUrl, appUrl, ...demo };
  }

  return {
    ready: bringUp(),
    async stop() {
      stopped = true;
      for (const program of programs.toReversed()) await program.stop();
    },
  };
}

async function buildWeb(
  root: string,
  report: (message: string) => void,
): Promise<{ widgets: string; app: string }> {
  const sdk = join(root, 'packages/sdk/src');
  const widgetSources = [join(root, 'packages/widgets/src'), join(root, 'packages/widgets/build.ts'), sdk];
  const widgets = await ensureWebBuild(
    {
      name: 'Montando os widgets · building the widgets',
      sources: [...widgetSources, join(root, 'pnpm-lock.yaml')],
      buildsFolder: join(root, 'node_modules/.cache/metahub/widgets'),
      command: (outFolder) => ({
        entry: join(root, 'scripts/start/build-widgets.ts'),
        args: [outFolder],
        cwd: join(root, 'packages/widgets'),
      }),
    },
    report,
  );
  const appFolder = join(root, 'examples/reference-app');
  const app = await ensureWebBuild(
    {
      name: 'Montando o painel · building the app',
      sources: [appFolder, ...widgetSources, join(root, 'pnpm-lock.yaml')],
      buildsFolder: join(root, 'node_modules/.cache/metahub/app'),
      command: (outFolder) => ({
        entry: join(root, 'node_modules/vite/bin/vite.js'),
        args: ['build', '--outDir', outFolder, '--emptyOutDir', '--logLevel', 'warn'],
        cwd: appFolder,
      }),
    },
    report,
  );
  return { widgets, app };
}

function serverEnvironment(options: {
  folder: string;
  port: number;
  sandboxUrl: string;
}): Record<string, string> {
  const { METAHUB_LOG_LEVEL = '', SANDBOX_TOKEN } = process.env;
  return {
    METAHUB_DATA: options.folder,
    METAHUB_DEMO: 'yes',
    METAHUB_SANDBOX_URL: options.sandboxUrl,
    PORT: String(options.port),
    // The line that says that it is ready is of level info.
    METAHUB_LOG_LEVEL: ['debug', 'trace'].includes(METAHUB_LOG_LEVEL) ? METAHUB_LOG_LEVEL : 'info',
    ...(SANDBOX_TOKEN && { METAHUB_SANDBOX_TOKEN: SANDBOX_TOKEN }),
  };
}

/** The server says where it listens in its log, once everything beneath is up. */
function readServerUrl(line: string): string | null {
  if (!line.startsWith('{') || !line.includes('The server is ready.')) return null;
  return (JSON.parse(line) as { url: string }).url;
}

function readUrl(line: string): string | null {
  return /https?:\/\/[\w.:[\]-]+/.exec(line)?.[0] ?? null;
}

/** The sandbox says where it listens in one line of JSON. */
function readSandboxUrls(line: string): { controlUrl: string; socketUrl: string } | null {
  if (!line.startsWith('{') || !line.includes('"controlUrl"')) return null;
  return JSON.parse(line) as { controlUrl: string; socketUrl: string };
}

function portOf(url: string): string {
  return new URL(url).port;
}

/** `Clínica Sol` becomes `clinica-sol`. */
function slugOf(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}
