import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { connect, newState, trustSandbox, until } from './baileys-client.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const CLINIC = '5511990000001';
const RITA = '5511990000002';

const children: ChildProcess[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Running {
  child: ChildProcess;
  output: { stdout: string; stderr: string };
  exited: Promise<number | string>;
}

function run(env: Record<string, string>): Running {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], SANDBOX_SOCKET_PORT: '0', SANDBOX_CONTROL_PORT: '0', ...env },
  });
  children.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => (output.stdout += data));
  child.stderr.on('data', (data) => (output.stderr += data));
  const exited = new Promise<number | string>((resolve) =>
    child.on('close', (code, signal) => resolve(code ?? signal!)),
  );
  return { child, output, exited };
}

async function ready(running: Running): Promise<{ controlUrl: string; socketUrl: string }> {
  await until('the line that says where it is', () => running.output.stdout.includes('\n'));
  return JSON.parse(running.output.stdout) as { controlUrl: string; socketUrl: string };
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'sandbox-'));
  folders.push(made);
  return made;
}

/** The parts of answers that these tests read. */
interface Answer {
  id: string;
  ids: string[];
  data: { id: string }[];
  rootKey: string;
}

async function call(url: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

describe('the sandbox as a process', () => {
  it('says where it is in one line, and stops cleanly when asked', async () => {
    const running = run({});
    const { controlUrl, socketUrl } = await ready(running);
    expect(await call(controlUrl, 'GET', '/health')).toMatchObject({ status: 'ready', socketUrl });
    running.child.kill('SIGTERM');
    expect(await running.exited).toBe(0);
    expect(running.output.stdout.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    ['production', { NODE_ENV: 'production' }, 'SANDBOX_ALLOW_PRODUCTION=1'],
    ['an open address without a token', { SANDBOX_HOST: '0.0.0.0' }, 'SANDBOX_TOKEN'],
    ['a port that is none', { SANDBOX_CONTROL_PORT: 'http' }, 'SANDBOX_CONTROL_PORT must be a port'],
  ])('refuses %s in a sentence', async (_, env, words) => {
    const running = run(env);
    expect(await running.exited).toBe(1);
    expect(running.output.stderr).toContain(words);
    expect(running.output.stderr.trim().split('\n')).toHaveLength(1);
    expect(running.output.stdout).toBe('');
  });

  it('runs in production when it is meant', async () => {
    await ready(run({ NODE_ENV: 'production', SANDBOX_ALLOW_PRODUCTION: '1' }));
  });

  it('names the setting of a port that is in use', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const { port } = blocker.address() as AddressInfo;
    const running = run({ SANDBOX_SOCKET_PORT: String(port) });
    expect(await running.exited).toBe(1);
    expect(running.output.stderr).toContain(`Port ${port} of 127.0.0.1 is in use`);
    expect(running.output.stderr).toContain('SANDBOX_SOCKET_PORT');
    blocker.close();
  });

  it('names a data folder that another sandbox uses', async () => {
    const data = folder();
    await ready(run({ SANDBOX_DATA: data }));
    const second = run({ SANDBOX_DATA: data });
    expect(await second.exited).toBe(1);
    expect(second.output.stderr).toContain(`Another sandbox is using the data folder ${data}`);
  });

  it('names a data folder that it cannot use', async () => {
    // A file stands where the folder should be.
    const running = run({ SANDBOX_DATA: MAIN });
    expect(await running.exited).toBe(1);
    expect(running.output.stderr).toContain(`cannot use the data folder ${MAIN}`);
  });

  it('loses neither links nor waiting messages to a kill, and prints no key', async () => {
    const data = folder();
    const first = run({ SANDBOX_DATA: data });
    const before = await ready(first);
    trustSandbox((await call(before.controlUrl, 'GET', '/trust')).rootKey);
    await call(before.controlUrl, 'POST', '/phones', { number: CLINIC, name: 'Clínica Sol' });
    await call(before.controlUrl, 'POST', '/phones', { number: RITA, name: 'Rita' });
    const state = newState();
    const pairing = connect(before.socketUrl, state);
    const qr = await until('a QR', () => pairing.connection.qr);
    await call(before.controlUrl, 'POST', `/phones/${CLINIC}/scan`, { qr });
    await until('the restart after pairing', () => pairing.connection.closedWith);
    const linked = connect(before.socketUrl, state);
    await until('the client to be open', () => linked.connection.status === 'open');
    await linked.socket.sendMessage(`${RITA}@s.whatsapp.net`, { text: 'olá' });
    linked.close();
    const { ids } = await call(before.controlUrl, 'POST', '/bulk', { from: [RITA], to: CLINIC, count: 300 });
    let accepted: string[] = [];
    await until('some to be accepted', async () => {
      const { data: rows } = await call(before.controlUrl, 'GET', `/ledger?number=${RITA}`);
      accepted = rows.map((row) => row.id).filter((id) => ids.includes(id));
      return accepted.length > 20;
    });
    first.child.kill('SIGKILL');
    await first.exited;

    const second = run({ SANDBOX_DATA: data });
    const after = await ready(second);
    const back = connect(after.socketUrl, state);
    await until('what was accepted', () =>
      accepted.every((id) => back.messages.some((one) => one.key.id === id)),
    );
    expect(back.messages.every((one) => one.message)).toBe(true);
    const again = (
      await call(after.controlUrl, 'POST', `/phones/${RITA}/messages`, { to: CLINIC, text: 'e aí?' })
    ).id;
    await until('a new message', () => back.messages.some((one) => one.key.id === again));
    back.close();
    for (const { output } of [first, second]) {
      expect(output.stdout + output.stderr).not.toMatch(
        /privKey|Closing session|SessionEntry|rootKey|e aí\?/,
      );
    }
  });
});
