import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  provisionAgency,
  provisionApiKey,
  provisionClient,
} from '../server/src/accounts/provision-account.ts';
import { openDatabase } from '../server/src/db/database.ts';
import { APP_ROLE } from '../server/src/db/walls.ts';
import { Phones, until } from '../server/test/phones.ts';
import { type SandboxProcess, startSandboxProcess } from '../server/test/sandbox-process.ts';
import { type ServerProcess, ServerProcesses } from '../server/test/server-process.ts';
import { SmallDisk } from '../server/test/small-disk.ts';
import { DatabaseMachine } from './database-machine.ts';
import { Hub } from './hub.ts';
import { Redis } from './redis.ts';

/** A chat that messages go through both ways. */
export interface Line {
  /** Short and unique; every text of the line begins with it. */
  name: string;
  session: LinkedNumber;
  /** Who writes to the business: the customer, or each member of the group in turn. */
  people: string[];
  /** The customer's number, or the group's id. */
  peer: string;
  isGroup: boolean;
  conversationId: string;
}

/** A number of the simulated network that is linked to an account of the server. */
export interface LinkedNumber {
  sessionId: string;
  number: string;
  account: ChaosAccount;
}

export interface ChaosAccount {
  id: string;
  token: string;
}

export interface WorldOptions {
  accounts: number;
  sessions: number;
  /** Server processes on one database. */
  gateways: number;
  signal: AbortSignal;
  say: (text: string) => void;
}

/** The real programs of a run, each in a process of its own, and who writes to whom in it. */
export class World {
  readonly hub: Hub;
  readonly database: DatabaseMachine;
  readonly redis: Redis | undefined;
  readonly disk: SmallDisk | undefined;
  readonly lines: Line[] = [];
  readonly numbers: LinkedNumber[] = [];
  readonly accounts: ChaosAccount[] = [];
  /** A phone that asks for every message again, as often as it gets it; it is in no line. */
  readonly nag = '5511960000001';
  phones!: Phones;
  readonly #folder: string;
  readonly #options: WorldOptions;
  readonly #processes: ServerProcesses;
  readonly #servers: (ServerProcess | undefined)[] = [];
  #sandbox!: SandboxProcess;
  #sandboxPorts: Record<string, string> = {};
  readonly #stalled = new Set<number>();

  static async start(options: WorldOptions): Promise<World> {
    const folder = mkdtempSync(join(tmpdir(), 'mh-chaos-'));
    chmodSync(folder, 0o755);
    const database = await DatabaseMachine.start(join(folder, 'database'));
    const world = await World.#around(folder, database, options).catch(async (error: unknown) => {
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
      throw error;
    });
    try {
      await world.#settleIn();
      return world;
    } catch (error) {
      await world.end();
      throw error;
    }
  }

  static async #around(folder: string, database: DatabaseMachine, options: WorldOptions): Promise<World> {
    const media = join(folder, 'data', 'media');
    mkdirSync(media, { recursive: true });
    const disk = SmallDisk.mount(media, 256);
    const redis = Redis.isThere
      ? new Redis({ port: await freePort(), folder: join(folder, 'redis') })
      : undefined;
    await redis?.start();
    const sandbox = await startSandboxProcess({ SANDBOX_DATA: join(folder, 'sandbox') });
    return new World({ folder, database, disk, redis, sandbox, options });
  }

  private constructor(parts: {
    folder: string;
    database: DatabaseMachine;
    disk: SmallDisk | undefined;
    redis: Redis | undefined;
    sandbox: SandboxProcess;
    options: WorldOptions;
  }) {
    this.#folder = parts.folder;
    this.database = parts.database;
    this.disk = parts.disk;
    this.redis = parts.redis;
    this.#options = parts.options;
    this.#sandbox = parts.sandbox;
    this.#sandboxPorts = {
      SANDBOX_DATA: join(parts.folder, 'sandbox'),
      SANDBOX_CONTROL_PORT: new URL(parts.sandbox.controlUrl).port,
      SANDBOX_SOCKET_PORT: new URL(parts.sandbox.socketUrl).port,
    };
    this.phones = new Phones(parts.sandbox);
    this.#processes = new ServerProcesses({
      db: { owner: parts.database.owner },
      controlUrl: parts.sandbox.controlUrl,
      masterKey: randomBytes(32),
      env: {
        METAHUB_ROLE: 'api,worker,gateway',
        METAHUB_DATA: join(parts.folder, 'data'),
        METAHUB_ACKNOWLEDGEMENT_SECONDS: '4',
        ...(parts.redis ? { REDIS_URL: parts.redis.url } : {}),
      },
    });
    this.hub = new Hub({ urls: () => this.#urls(), signal: parts.options.signal });
  }

  get gateways(): number {
    return this.#options.gateways;
  }

  /** `kill -9` of one server, which is started again after a while. */
  async killServer(index: number, awayMs: number): Promise<void> {
    const server = this.#servers[index];
    this.#servers[index] = undefined;
    await server?.kill();
    await pause(awayMs);
    this.#servers[index] = await this.#processes.start();
  }

  /** An orderly stop and start, as a deploy does it. */
  async deployServer(index: number): Promise<void> {
    const server = this.#servers[index];
    this.#servers[index] = undefined;
    await server?.stop();
    this.#servers[index] = await this.#processes.start();
  }

  /** Stops a server in the middle of whatever it does, and lets it go on later as if nothing had been. */
  async stallServer(index: number, milliseconds: number): Promise<void> {
    const server = this.#servers[index];
    if (!server) return;
    this.#stalled.add(index);
    server.child.kill('SIGSTOP');
    await pause(milliseconds);
    server.child.kill('SIGCONT');
    this.#stalled.delete(index);
  }

  /** `kill -9` of the whole network, which comes back with what it had accepted. */
  async killNetwork(awayMs: number): Promise<void> {
    const gone = new Promise<void>((done) => this.#sandbox.process.once('exit', () => done()));
    this.#sandbox.process.kill('SIGKILL');
    await gone;
    await pause(awayMs);
    this.#sandbox = await startSandboxProcess(this.#sandboxPorts);
  }

  /** Waits until every session is connected. */
  async untilConnected(patienceMs = 90_000): Promise<void> {
    for (const account of this.accounts) {
      await until(
        'every session is connected',
        async () => {
          const { data } = await this.hub.ask<{ data: { status: string }[] }>({
            token: account.token,
            path: '/sessions?limit=200',
          });
          return data.every(({ status }) => status === 'connected');
        },
        patienceMs,
      );
    }
  }

  /** What the servers logged with level warn and above; for who looks for a cause. */
  warnings(): string[] {
    return this.#servers.flatMap(
      (server) =>
        server?.log.filter(
          (line) =>
            /"level":"(warn|error)"|could not be fetched/.test(line) && !line.includes('"status":503'),
        ) ?? [],
    );
  }

  async end(): Promise<void> {
    await this.#processes.end();
    await this.#sandbox.stop();
    await this.redis?.kill();
    await this.database.stop();
    this.disk?.unmount();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #urls(): string[] {
    return this.#servers.flatMap((server) => (server ? [server.url] : []));
  }

  async #settleIn(): Promise<void> {
    const { gateways, say } = this.#options;
    say(
      `${gateways} server${gateways === 1 ? '' : 's'}, PostgreSQL, the network${this.redis ? ', Redis' : ''}`,
    );
    for (let index = 0; index < gateways; index += 1) this.#servers.push(await this.#processes.start());
    await this.#makeAccounts();
    await this.#pairNumbers();
    await this.#meet();
    say(`${this.numbers.length} numbers linked, ${this.lines.length} chats`);
  }

  async #makeAccounts(): Promise<void> {
    const { owner } = this.database;
    const database = openDatabase({
      app: { ...owner, user: APP_ROLE },
      limits: { connections: 2, connectionWaitMs: 5_000, statementMs: 15_000 },
    });
    const agencyId = await provisionAgency(database, { name: 'Agência', mode: 'test' });
    for (let index = 1; index <= this.#options.accounts; index += 1) {
      const id = await provisionClient(database, { agencyId, name: `Cliente ${index}`, mode: 'test' });
      const { secret } = await provisionApiKey(database, { accountId: id, name: 'Chaos', mode: 'test' });
      this.accounts.push({ id, token: secret });
    }
    await database.close();
  }

  async #pairNumbers(): Promise<void> {
    const wanted = Array.from({ length: this.#options.sessions }, (_, index) => index);
    const pairNext = async (): Promise<void> => {
      for (let index = wanted.shift(); index !== undefined; index = wanted.shift()) await this.#pair(index);
    };
    await Promise.all(Array.from({ length: 4 }, pairNext));
  }

  async #pair(index: number): Promise<void> {
    const account = this.accounts[index % this.accounts.length]!;
    const number = String(5_511_990_000_001 + index);
    const { token } = account;
    await this.phones.make(number, `Loja ${index + 1}`);
    const { id: sessionId } = await this.hub.ask<{ id: string }>({
      token,
      path: '/connect',
      body: { method: 'qr', name: number },
    });
    const read = () =>
      this.hub.ask<{ status: string; pairing: { qr?: string } | null }>({
        token,
        path: `/sessions/${sessionId}`,
      });
    const qr = await until('a QR', async () => (await read()).pairing?.qr, 60_000);
    await this.phones.scan(number, qr);
    await until('it is connected', async () => (await read()).status === 'connected', 60_000);
    this.numbers.push({ sessionId, number, account });
  }

  /** Two customers for each number, and a group for every third; each has written once. */
  async #meet(): Promise<void> {
    await this.phones.make(this.nag, 'Quem pede de novo');
    const customers = Math.min(2 * this.numbers.length, 12);
    const numbers = Array.from({ length: customers }, (_, index) => String(5_511_970_000_001 + index));
    for (const [index, number] of numbers.entries()) await this.phones.make(number, `Cliente ${index + 1}`);
    for (const [index, session] of this.numbers.entries()) {
      const two = [numbers[(2 * index) % customers]!, numbers[(2 * index + 1) % customers]!];
      for (const person of two) this.#addLine(session, { people: [person], peer: person, isGroup: false });
      if (index % 3 === 0) {
        const { id } = await this.phones.call<{ id: string }>('POST', '/groups', {
          subject: `Grupo ${index + 1}`,
          creator: two[0],
          members: [session.number, two[1]],
        });
        this.#addLine(session, { people: two, peer: id, isGroup: true });
      }
    }
    for (const line of this.lines) {
      await this.phones.write(
        line.people[0]!,
        line.isGroup ? line.peer : line.session.number,
        `${line.name} oi`,
      );
    }
    for (const line of this.lines) line.conversationId = await this.#conversationOf(line);
  }

  #addLine(session: LinkedNumber, line: Pick<Line, 'people' | 'peer' | 'isGroup'>): void {
    this.lines.push({ ...line, session, name: `L${this.lines.length + 1}`, conversationId: '' });
  }

  /** By the text of the line's greeting: only its own chat has it. */
  #conversationOf(line: Line): Promise<string> {
    const { token } = line.session.account;
    interface Row {
      id: string;
      sessionId: string;
      lastMessage: { content: { text?: string } } | null;
    }
    return until(
      `the conversation of ${line.name}`,
      async () => {
        const { data } = await this.hub.ask<{ data: Row[] }>({
          token,
          path: `/conversations?limit=200&sessionId=${line.session.sessionId}`,
        });
        return data.find((row) => row.lastMessage?.content.text === `${line.name} oi`)?.id;
      },
      60_000,
    );
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as { port: number };
  await new Promise<void>((done) => probe.close(() => done()));
  return port;
}
