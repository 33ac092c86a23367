import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Permission } from '../src/access/caller.ts';
import {
  ALL_PERMISSIONS,
  provisionAgency,
  provisionApiKey,
  provisionClient,
  provisionMember,
} from '../src/accounts/provision-account.ts';
import { readConfig } from '../src/config.ts';
import { toTypeId } from '../src/db/ids.ts';
import { createLog } from '../src/log.ts';
import { type RunningServer, startServer } from '../src/start-server.ts';
import { testDatabase, type TestDatabase } from './harness.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';

export type Role = 'admin' | 'supervisor' | 'agent';
const ROLES: readonly Role[] = ['admin', 'supervisor', 'agent'];
const PASSWORD = 'a long passphrase';

/** A person of the seed, who can sign in. Ids are UUIDs. */
export interface SeededMember {
  memberId: string;
  userId: string;
  email: string;
  password: string;
  role: Role;
}

/** A client account of the seed, with one member of each role and a key of its own. */
export interface SeededAccount {
  /** UUID, and as the API shows it. */
  id: string;
  typeId: string;
  apiKey: string;
  apiKeyId: string;
  members: Record<Role, SeededMember>;
}

/** An agency of the seed and its client accounts. */
export interface SeededAgency {
  id: string;
  typeId: string;
  apiKey: string;
  apiKeyId: string;
  clients: [SeededAccount, SeededAccount];
}

export interface CallOptions {
  token?: string;
  /** A TypeID for the header MetaHub-Account. */
  account?: string;
  body?: unknown;
  query?: Record<string, string | number>;
  headers?: Record<string, string>;
}

/** What came back, whole. `body` is JSON where the answer is, else text. */
export interface Reply<Body = any> {
  status: number;
  headers: Headers;
  body: Body;
}

export interface TestServer {
  url: string;
  db: TestDatabase;
  running: RunningServer;
  sandbox: SandboxProcess | null;
  /** Two agencies that know nothing of each other, each with two test clients. */
  agencies: [SeededAgency, SeededAgency];
  /** The lines that the server logged. */
  log: string[];
  /** Calls `/v1` + path. */
  call<Body = any>(method: string, path: string, options?: CallOptions): Promise<Reply<Body>>;
  /** An access token of a member. */
  signIn(member: SeededMember, accountTypeId?: string): Promise<string>;
  /** An embed token of a client account, minted by its agency's key. */
  embed(options: {
    agency: SeededAgency;
    account: SeededAccount;
    externalId?: string;
    role?: Role;
    components?: object;
    origins?: string[];
    sessionIds?: string[];
  }): Promise<{ id: string; token: string }>;
  /** Stops the program and starts it anew, on the same database, with the same phones. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The whole program on port 0 with a database of its own. `sandbox: true` gives it simulated phones. */
export async function testServer(
  options: {
    sandbox?: boolean;
    env?: Record<string, string>;
    roles?: string;
    gateway?: Parameters<typeof startServer>[0]['gateway'];
  } = {},
): Promise<TestServer> {
  const db = await testDatabase();
  const agencies = [await seedAgency(db, 'Aurora'), await seedAgency(db, 'Boreal')] as [
    SeededAgency,
    SeededAgency,
  ];
  const sandbox = options.sandbox ? await startSandboxProcess() : null;
  const folder = mkdtempSync(join(tmpdir(), 'mh-server-'));
  const log: string[] = [];
  const start = (): Promise<RunningServer> =>
    startServer({
      config: readConfig({
        PORT: '0',
        METAHUB_DATA: folder,
        METAHUB_MASTER_KEY: db.masterKeyText,
        METAHUB_ROLE: options.roles ?? (sandbox ? 'api,gateway' : 'api'),
        ...(sandbox ? { METAHUB_SANDBOX_URL: sandbox.controlUrl } : {}),
        ...options.env,
      }),
      log: createLog({ level: 'debug', destination: { write: (line) => void log.push(line) } }),
      logins: { owner: db.owner, app: db.app },
      gateway: options.gateway,
      validateResponses: true,
    });
  let running = await start();
  const call: TestServer['call'] = (method, path, request = {}) => send(running.url!, method, path, request);
  return {
    get url() {
      return running.url!;
    },
    db,
    get running() {
      return running;
    },
    sandbox,
    agencies,
    log,
    call,
    async signIn(member, accountTypeId) {
      const reply = await call('POST', '/auth/sign-in', {
        body: { email: member.email, password: member.password, accountId: accountTypeId },
      });
      if (reply.status !== 200) throw new Error(`Signing in failed: ${JSON.stringify(reply.body)}`);
      return reply.body.accessToken as string;
    },
    async embed({ agency, account, externalId, role, components, origins, sessionIds }) {
      const reply = await call('POST', '/embed-sessions', {
        token: agency.apiKey,
        account: account.typeId,
        body: {
          member: { externalId: externalId ?? 'user-42', name: 'Rita Souza', role: role ?? 'agent' },
          components: components ?? { inbox: {} },
          origins: origins ?? ['https://portal.example'],
          sessionIds,
        },
      });
      if (reply.status !== 201) throw new Error(`Minting failed: ${JSON.stringify(reply.body)}`);
      return reply.body as { id: string; token: string };
    },
    async restart() {
      await running.stop();
      running = await start();
    },
    async stop() {
      await running.stop();
      await sandbox?.stop();
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function send(url: string, method: string, path: string, request: CallOptions): Promise<Reply> {
  const address = new URL(`${url}/v1${path}`);
  for (const [name, value] of Object.entries(request.query ?? {}))
    address.searchParams.set(name, String(value));
  const response = await fetch(address, {
    method,
    headers: {
      ...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
      ...(request.account === undefined ? {} : { 'metahub-account': request.account }),
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...request.headers,
    },
    body:
      request.body === undefined
        ? null
        : typeof request.body === 'string'
          ? request.body
          : JSON.stringify(request.body),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.match(/\bjson\b/);
  return {
    status: response.status,
    headers: response.headers,
    body: json && text !== '' ? JSON.parse(text) : text,
  };
}

async function seedAgency(db: TestDatabase, name: string): Promise<SeededAgency> {
  const id = await provisionAgency(db.database, { name: `Agência ${name}`, mode: 'test' });
  const key = await provisionApiKey(db.database, { accountId: id, name: 'Portal', mode: 'test' });
  const clients: SeededAccount[] = [];
  for (const client of ['Clínica Sol', 'Loja Mar'])
    clients.push(await seedClient(db, { agencyId: id, name: `${client} ${name}` }));
  return {
    id,
    typeId: toTypeId('acc', id),
    apiKey: key.secret,
    apiKeyId: key.id,
    clients: clients as [SeededAccount, SeededAccount],
  };
}

async function seedClient(
  db: TestDatabase,
  client: { agencyId: string; name: string },
): Promise<SeededAccount> {
  const id = await provisionClient(db.database, { ...client, mode: 'test', areaCode: '11' });
  const key = await provisionApiKey(db.database, { accountId: id, name: 'Own key', mode: 'test' });
  const members = {} as Record<Role, SeededMember>;
  for (const role of ROLES) {
    const email = `${role}-${id.slice(-8)}@example.com`;
    const made = await provisionMember(db.database, {
      accountId: id,
      email,
      name: `Someone who is ${role}`,
      password: PASSWORD,
      role,
    });
    members[role] = { ...made, email, password: PASSWORD, role };
  }
  return { id, typeId: toTypeId('acc', id), apiKey: key.secret, apiKeyId: key.id, members };
}

/** A key with only these permissions, in an account of the seed. */
export async function keyWith(
  server: TestServer,
  accountId: string,
  scopes: Permission[] = ALL_PERMISSIONS,
): Promise<string> {
  const key = await provisionApiKey(server.db.database, { accountId, name: 'Narrow', mode: 'test', scopes });
  return key.secret;
}
