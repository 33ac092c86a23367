import { randomBytes } from 'node:crypto';
import { provisionAgency, provisionApiKey, provisionClient } from '../src/accounts/provision-account.ts';
import { type TestDatabase, testDatabase } from './harness.ts';
import { Phones, until } from './phones.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';
import { type ServerProcess, ServerProcesses } from './server-process.ts';

/** An answer of the API, whatever its status. */
export interface ApiAnswer {
  status: number;
  body: any;
}

/** A database with one client account, simulated phones, and as many server processes on it as a test starts. */
export class AccountProcesses {
  readonly db: TestDatabase;
  readonly phones: Phones;
  readonly accountId: string;
  /** The account's API key. */
  readonly token: string;
  readonly #sandbox: SandboxProcess;
  readonly #processes: ServerProcesses;

  /** `env` is for every server that is started. */
  static async open({ env }: { env?: Record<string, string> } = {}): Promise<AccountProcesses> {
    const db = await testDatabase();
    const sandbox = await startSandboxProcess();
    const agencyId = await provisionAgency(db.database, { name: 'Agência', mode: 'test' });
    const accountId = await provisionClient(db.database, { agencyId, name: 'Clínica', mode: 'test' });
    const { secret } = await provisionApiKey(db.database, { accountId, name: 'Tests', mode: 'test' });
    const { controlUrl } = sandbox;
    const processes = new ServerProcesses({
      db,
      controlUrl,
      masterKey: randomBytes(32),
      ...(env ? { env } : {}),
    });
    return new AccountProcesses({ db, sandbox, accountId, token: secret, processes });
  }

  private constructor(parts: {
    db: TestDatabase;
    sandbox: SandboxProcess;
    accountId: string;
    token: string;
    processes: ServerProcesses;
  }) {
    this.db = parts.db;
    this.phones = new Phones(parts.sandbox);
    this.accountId = parts.accountId;
    this.token = parts.token;
    this.#sandbox = parts.sandbox;
    this.#processes = parts.processes;
  }

  /** Starts one more server. */
  start(): Promise<ServerProcess> {
    return this.#processes.start();
  }

  /** Asks one of the servers with the account's key. */
  async ask(
    server: ServerProcess,
    method: string,
    path: string,
    body?: object,
    idempotencyKey?: string,
  ): Promise<ApiAnswer> {
    const answer = await fetch(`${server.url}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
      },
      body: body ? JSON.stringify(body) : null,
      signal: AbortSignal.timeout(20_000),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : undefined };
  }

  /** The same where nothing but a success is expected; answers the body. */
  async call(
    server: ServerProcess,
    method: string,
    path: string,
    body?: object,
    idempotencyKey?: string,
  ): Promise<any> {
    const answer = await this.ask(server, method, path, body, idempotencyKey);
    if (answer.status >= 300)
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** The QR that a session shows, once it does. */
  qr(server: ServerProcess, sessionId: string, patienceMs?: number): Promise<string> {
    return until(
      'a QR',
      async () =>
        (await this.call(server, 'GET', `/sessions/${sessionId}`)).pairing?.qr as string | undefined,
      patienceMs,
    );
  }

  /** The session, once it has this status. */
  reached(server: ServerProcess, sessionId: string, status: string, patienceMs = 30_000): Promise<any> {
    return until(
      `the session is ${status}`,
      async () => {
        const session = await this.call(server, 'GET', `/sessions/${sessionId}`);
        return session.status === status && session;
      },
      patienceMs,
    );
  }

  /** Makes a phone and links it by one of the servers; answers the session's id. */
  async pair(server: ServerProcess, number: string, name: string): Promise<string> {
    await this.phones.make(number, name);
    const { id } = await this.call(server, 'POST', '/connect', { method: 'qr' });
    await this.phones.scan(number, await this.qr(server, id));
    await this.reached(server, id, 'connected');
    return id;
  }

  async end(): Promise<void> {
    await this.#processes.end();
    await this.#sandbox.stop();
    await this.db.close();
  }
}
