import { randomBytes } from 'node:crypto';
import { provisionAgency, provisionApiKey, provisionClient } from '../src/accounts/provision-account.ts';
import { type TestDatabase, testDatabase } from './harness.ts';
import { Phones, until } from './phones.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';
import { type ServerProcess, ServerProcesses } from './server-process.ts';

/** A server in a process of its own that may be killed at any instant, with one client account and simulated phones. */
export class KillableServer {
  readonly db: TestDatabase;
  readonly phones: Phones;
  readonly accountId: string;
  /** The account's API key. */
  readonly token: string;
  readonly #sandbox: SandboxProcess;
  readonly #processes: ServerProcesses;
  #server: ServerProcess;

  static async start(): Promise<KillableServer> {
    const db = await testDatabase();
    const sandbox = await startSandboxProcess();
    const agencyId = await provisionAgency(db.database, { name: 'Agência', mode: 'test' });
    const accountId = await provisionClient(db.database, { agencyId, name: 'Clínica', mode: 'test' });
    const key = await provisionApiKey(db.database, { accountId, name: 'Tests', mode: 'test' });
    const processes = new ServerProcesses({ db, controlUrl: sandbox.controlUrl, masterKey: randomBytes(32) });
    const server = await processes.start();
    return new KillableServer({ db, sandbox, accountId, token: key.secret, processes, server });
  }

  private constructor(parts: {
    db: TestDatabase;
    sandbox: SandboxProcess;
    accountId: string;
    token: string;
    processes: ServerProcesses;
    server: ServerProcess;
  }) {
    this.db = parts.db;
    this.phones = new Phones(parts.sandbox);
    this.accountId = parts.accountId;
    this.token = parts.token;
    this.#sandbox = parts.sandbox;
    this.#processes = parts.processes;
    this.#server = parts.server;
  }

  get url(): string {
    return this.#server.url;
  }

  /** `kill -9`. */
  kill(): Promise<void> {
    return this.#server.kill();
  }

  /** Starts it anew, after a kill. */
  async restart(): Promise<void> {
    this.#server = await this.#processes.start();
  }

  async killAndRestart(): Promise<void> {
    await this.kill();
    await this.restart();
  }

  /** Calls the API with the account's key; throws for anything but a success. */
  async call(method: string, path: string, body?: object, idempotencyKey?: string): Promise<any> {
    const answer = await fetch(`${this.url}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
      },
      body: body ? JSON.stringify(body) : null,
      signal: AbortSignal.timeout(15_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** The QR that a session shows, once it does. */
  qr(sessionId: string, patienceMs?: number): Promise<string> {
    return until(
      'a QR',
      async () => (await this.call('GET', `/sessions/${sessionId}`)).pairing?.qr as string | undefined,
      patienceMs,
    );
  }

  connected(sessionId: string, patienceMs?: number): Promise<unknown> {
    return until(
      'the session is connected',
      async () => (await this.call('GET', `/sessions/${sessionId}`)).status === 'connected',
      patienceMs,
    );
  }

  /** Makes a phone and links it; answers the session's id. */
  async pair(number: string, name: string): Promise<string> {
    await this.phones.make(number, name);
    const { id } = await this.call('POST', '/connect', { method: 'qr' });
    await this.phones.scan(number, await this.qr(id));
    await this.connected(id);
    return id;
  }

  async end(): Promise<void> {
    await this.#processes.end();
    await this.#sandbox.stop();
    await this.db.close();
  }
}
