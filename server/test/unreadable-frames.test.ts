import { afterAll, beforeAll, expect, test } from 'vitest';
import { pair, Phones, readSession, thread, until } from './phones.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const CLINIC = '5511990000001';
const RITA = '5511970000002';

let server: TestServer;
let sandbox: SandboxProcess;
let account: SeededAccount;
let phones: Phones;
let sessionId: string;

beforeAll(async () => {
  sandbox = await startSandboxProcess();
  server = await testServer({ roles: 'api,gateway', env: { METAHUB_SANDBOX_URL: sandbox.controlUrl } });
  server.sandbox = sandbox;
  account = server.agencies[0].clients[0];
  phones = new Phones(sandbox);
  await phones.make(RITA, 'Rita');
  ({ sessionId } = await pair(server, account, { number: CLINIC, name: 'Clínica' }));
});
afterAll(async () => {
  server.sandbox = null;
  await server?.stop();
  await sandbox?.stop();
});

test.each(['garbage', 'giant', 'unreadable'])(
  'a frame that nobody can read ends the connection, and the next one goes on: %s',
  async (shape) => {
    const { connectedAt } = await readSession(server, account, sessionId);
    const { id } = await phones.call('POST', '/faults', {
      number: CLINIC,
      kind: 'bad_frame',
      shape,
      times: 1,
    });
    const text = `Depois de ${shape}`;
    await phones.write(RITA, CLINIC, text);
    const inbound = async (): Promise<any[]> =>
      (await thread(server, account, `+${RITA}`).catch(() => [])).filter(
        ({ content }: any) => content.text === text,
      );
    await until(
      'the message came over another connection',
      async () =>
        (await readSession(server, account, sessionId)).connectedAt !== connectedAt &&
        (await inbound()).length > 0,
      60_000,
    );
    expect(await inbound()).toHaveLength(1);
    await phones.call('DELETE', `/faults/${id}`);
  },
  90_000,
);
