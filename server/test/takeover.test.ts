import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromTypeId } from '../src/db/ids.ts';
import { sessionLimits } from '../src/sessions/limits.ts';
import { AccountProcesses } from './account-processes.ts';
import { until } from './phones.ts';
import type { ServerProcess } from './server-process.ts';

const RITA = '5511970000002';

let hub: AccountProcesses;

beforeAll(async () => {
  hub = await AccountProcesses.open();
  await hub.phones.make(RITA, 'Rita');
}, 60_000);

afterAll(() => hub?.end());

test('a gateway that stalls loses its sessions to another, and what it does when it wakes up changes nothing', async () => {
  const clinic = '5511990000001';
  const stalled = await hub.start();
  const sessionId = await hub.pair(stalled, clinic, 'Clínica');
  await hub.phones.write(RITA, clinic, 'um');
  await until('the first message', async () => (await texts(sessionId)).length === 1);

  stalled.child.kill('SIGSTOP');
  const other = await hub.start();
  // While the lease runs nobody else may have the session; then it moves by itself.
  const [before] = await fences();
  await hub.phones.write(RITA, clinic, 'dois');
  await until('the other gateway has it', async () => (await texts(sessionId)).includes('dois'), 40_000);
  const [after] = await fences();
  expect(after!.fence).toBeGreaterThan(before!.fence);
  expect(after!.gateway_id).not.toBe(before!.gateway_id);

  stalled.child.kill('SIGCONT');
  await hub.phones.write(RITA, clinic, 'três');
  await until('the third message', async () => (await texts(sessionId)).includes('três'));
  const answer = await hub.call(other, 'POST', '/send-message', {
    to: `+${RITA}`,
    sessionId,
    content: { type: 'text', text: 'quatro' },
  });
  await until(
    'it is delivered',
    async () => (await hub.call(other, 'GET', `/messages/${answer.id}`)).status === 'delivered',
  );
  await until('the one that woke up has let go', () =>
    stalled.log.some((line) => /closed|taken/.test(line) && line.includes('"warn"')),
  );

  expect(await texts(sessionId)).toEqual(['um', 'dois', 'três']);
  expect((await hub.phones.chat(RITA, clinic)).filter(({ text }) => text === 'quatro')).toHaveLength(1);
  expect((await fences())[0]).toMatchObject({ gateway_id: after!.gateway_id });
  expect(await hub.call(other, 'GET', `/sessions/${sessionId}`)).toMatchObject({ status: 'connected' });
  await stalled.kill();
  await other.kill();
}, 120_000);

test('a gateway that is stopped hands its sessions over at once', async () => {
  const clinic = '5511990000003';
  const first = await hub.start();
  const sessionId = await hub.pair(first, clinic, 'Clínica');
  const second = await hub.start();
  const [before] = await fences();
  await first.stop();
  await until('the session has a new owner', async () => {
    const [row] = await fences();
    return row!.gateway_id !== before!.gateway_id && row!.status === 'connected';
  });
  await hub.phones.write(RITA, clinic, 'Oi');
  await until('a message arrives there', async () => (await texts(sessionId)).includes('Oi'));
  await second.kill();
}, 60_000);

test('handed over by a deploy and by hand, in the middle of traffic both ways: nothing is lost, doubled or out of order', async () => {
  const clinic = '5511990000005';
  const first = await hub.start();
  const sessionId = await hub.pair(first, clinic, 'Clínica');
  const second = await hub.start();
  const inbound = 240;
  await hub.phones.call('POST', '/bulk', { from: [RITA], to: clinic, count: inbound, rate: 40, text: 'in' });
  const outbound: string[] = [];
  const write = async (server: ServerProcess, times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      const text = `out ${outbound.length}`;
      await hub.call(server, 'POST', '/send-message', {
        to: `+${RITA}`,
        sessionId,
        content: { type: 'text', text },
      });
      outbound.push(text);
    }
  };
  await write(first, 10);
  const atFirst = await ownerNow();
  const stopped = first.stop();
  await write(second, 10);
  await stopped;
  await movedFrom(atFirst);

  const third = await hub.start();
  await write(third, 5);
  const atSecond = await ownerNow();
  expect((await hub.ask(third, 'POST', `/sessions/${sessionId}/handover`)).status).toBe(200);
  await write(second, 10);
  await movedFrom(atSecond);
  await write(third, 5);

  await until('all has arrived', async () => (await texts(sessionId)).length >= inbound, 60_000);
  const shown = async (): Promise<string[]> =>
    (await hub.phones.chat(RITA, clinic)).filter(({ fromMe }) => !fromMe).map(({ text }) => text);
  await until('all is shown', async () => (await shown()).length >= outbound.length, 60_000);
  expect(await shown()).toEqual(outbound);
  const received = await texts(sessionId);
  expect(received).toHaveLength(inbound);
  expect(received).toEqual(
    received.toSorted((one, other) => Number(/\d+/.exec(one)![0]) - Number(/\d+/.exec(other)![0])),
  );
  expect(new Set(received).size).toBe(inbound);
  const unacknowledged = async (): Promise<number> =>
    (await hub.phones.ledger(clinic)).filter((row) => row.direction === 'in' && !row.acknowledgedAt).length;
  await until('WhatsApp has every acknowledgement', async () => (await unacknowledged()) === 0);
  await second.kill();
  await third.kill();
}, 180_000);

test('a gateway that is killed loses its sessions to another within the time of a lease', async () => {
  const clinic = '5511990000006';
  const first = await hub.start();
  const sessionId = await hub.pair(first, clinic, 'Clínica');
  const second = await hub.start();
  const [before] = await fences();
  await first.kill();
  const [{ left }] = (await hub.db.asOwner<{ left: number }>(
    `select extract(epoch from lease_until - clock_timestamp())::float8 as left from sessions order by id desc limit 1`,
  )) as [{ left: number }];
  // What is left of the lease, and a look for sessions without an owner; the rest is connecting.
  expect(left * 1_000 + sessionLimits.claimMs).toBeLessThanOrEqual(14_000);
  await until(
    'another has it',
    async () => {
      const [row] = await fences();
      return row!.gateway_id !== before!.gateway_id && row!.status === 'connected';
    },
    40_000,
  );
  await hub.phones.write(RITA, clinic, 'Depois da queda');
  await until('a message arrives there', async () => (await texts(sessionId)).includes('Depois da queda'));
  await second.kill();
}, 90_000);

async function ownerNow(): Promise<string> {
  return (await fences())[0]!.gateway_id;
}

async function movedFrom(before: string): Promise<void> {
  await until(
    'the session has another owner, and is connected',
    async () => {
      const [row] = await fences();
      return row!.gateway_id !== before && row!.status === 'connected';
    },
    30_000,
  );
}

/** The newest session's owner. */
function fences(): Promise<Array<{ fence: number; gateway_id: string; status: string }>> {
  return hub.db.asOwner('select fence::integer, gateway_id, status from sessions order by id desc limit 1');
}

async function texts(sessionTypeId: string): Promise<string[]> {
  const rows = await hub.db.asOwner<{ text: string }>(
    `select m.content->>'text' as text from messages m join sessions s on s.id = m.session_id
     where m.direction = 'inbound' and s.id = $1 order by m.timestamp, m.id`,
    [fromTypeId('ses', sessionTypeId)],
  );
  return rows.map(({ text }) => text);
}
