import { AccountProcesses } from './account-processes.ts';
import type { TestDatabase } from './harness.ts';
import type { Phones } from './phones.ts';
import type { ServerProcess } from './server-process.ts';

/** A server in a process of its own that may be killed at any instant, with one client account and simulated phones. */
export class KillableServer {
  readonly #on: AccountProcesses;
  #server: ServerProcess;

  static async start(): Promise<KillableServer> {
    const on = await AccountProcesses.open();
    return new KillableServer(on, await on.start());
  }

  private constructor(on: AccountProcesses, server: ServerProcess) {
    this.#on = on;
    this.#server = server;
  }

  get db(): TestDatabase {
    return this.#on.db;
  }

  get phones(): Phones {
    return this.#on.phones;
  }

  get accountId(): string {
    return this.#on.accountId;
  }

  /** The account's API key. */
  get token(): string {
    return this.#on.token;
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
    this.#server = await this.#on.start();
  }

  async killAndRestart(): Promise<void> {
    await this.kill();
    await this.restart();
  }

  /** Calls the API with the account's key; throws for anything but a success. */
  call(method: string, path: string, body?: object, idempotencyKey?: string): Promise<any> {
    return this.#on.call(this.#server, method, path, body, idempotencyKey);
  }

  /** The QR that a session shows, once it does. */
  qr(sessionId: string, patienceMs?: number): Promise<string> {
    return this.#on.qr(this.#server, sessionId, patienceMs);
  }

  connected(sessionId: string, patienceMs?: number): Promise<unknown> {
    return this.#on.reached(this.#server, sessionId, 'connected', patienceMs);
  }

  /** Makes a phone and links it; answers the session's id. */
  pair(number: string, name: string): Promise<string> {
    return this.#on.pair(this.#server, number, name);
  }

  end(): Promise<void> {
    return this.#on.end();
  }
}
