import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until, type Client, type ClientState } from './baileys-client.ts';
import { makeWorld, type TestWorld } from './world.ts';

const CLINIC = '5511990000001';
const RITA = '5511990000002';
const RITA_JID = `${RITA}@s.whatsapp.net`;

const received = (client: Client, id: string) =>
  until(`message ${id}`, () => client.messages.find((one) => one.key.id === id && one.message));
const copyOf = (state: ClientState): ClientState =>
  deserialize(serialize({ creds: state.creds, keys: state.keys })) as ClientState;

describe.each(['in memory', 'with a data folder'])('snapshots %s', (where) => {
  const dataFolder = where === 'in memory' ? undefined : mkdtempSync(join(tmpdir(), 'sandbox-'));
  let world: TestWorld;
  beforeEach(async () => {
    world = await makeWorld({ dataFolder });
    await world.call('POST', '/reset', {});
    await world.phone(CLINIC, 'Clínica Sol');
    await world.phone(RITA, 'Rita');
  });
  afterEach(async () => {
    await world.stop();
    if (dataFolder) rmSync(dataFolder, { recursive: true });
  });

  it('bring everything back: phones, links, sessions, chats, groups, faults', async () => {
    const client = await world.pair(CLINIC);
    const group = (await world.call('POST', '/groups', { subject: 'G', creator: RITA, members: [CLINIC] }))
      .body['id'] as string;
    await received(client, await world.write(RITA, CLINIC, 'antes'));
    await received(client, await world.write(RITA, group, 'no grupo'));
    await client.socket.sendMessage(RITA_JID, { text: 'resposta' });
    await until('the answer', async () => (await world.messages(RITA, CLINIC)).length === 2);
    await world.fault({ kind: 'ack_error', number: RITA, times: 3 });
    await until(
      'quiet',
      async () => (await world.call('GET', `/phones/${CLINIC}`)).body.devices[0]!.waiting === 0,
    );
    const taken = await world.call('POST', '/snapshot', { id: 'antes' });
    expect(taken).toMatchObject({ status: 201, body: { id: 'antes', rows: expect.any(Number) } });
    const state = copyOf(client.state);

    await world.write(RITA, CLINIC, 'depois');
    await world.phone('5511990000003', 'João');
    await world.call('POST', `/groups/${group}/remove`, { members: [CLINIC] });
    await world.call('DELETE', `/phones/${RITA}`);
    expect((await world.call('POST', '/restore', { id: 'antes' })).status).toBe(200);
    await until('the cut', () => client.connection.closedWith);

    expect((await world.call('GET', '/phones')).body.data.map((one) => one['number'])).toEqual([
      CLINIC,
      RITA,
    ]);
    expect((await world.messages(RITA, CLINIC)).map((one) => one.text)).toEqual(['antes', 'resposta']);
    expect((await world.call('GET', '/faults')).body.data).toMatchObject([{ kind: 'ack_error', left: 3 }]);
    const back = await world.reconnect(state);
    await received(back, await world.write(RITA, CLINIC, 'de novo'));
    await received(back, await world.write(RITA, group, 'e no grupo'));
    const out = (await back.socket.sendMessage(RITA_JID, { text: 'ok' }))!.key.id!;
    await world.bubble(RITA, CLINIC, out);
    expect((await world.row(out)).retries).toBe(0);
    expect((await world.call('POST', '/restore', { id: 'nunca' })).status).toBe(404);
    expect((await world.call('GET', '/snapshot')).body.data).toHaveLength(1);
  });
});

describe('the clock', () => {
  let world: TestWorld;
  beforeEach(async () => {
    world = await makeWorld();
    await world.phone(CLINIC, 'Clínica Sol');
    await world.phone(RITA, 'Rita');
  });
  afterEach(() => world.stop());

  it('moves, stops and goes back', async () => {
    const client = await world.pair(CLINIC);
    const set = await world.call('POST', '/clock', { now: '2027-01-10T12:00:00.000Z', frozen: true });
    expect(set.body).toMatchObject({ now: '2027-01-10T12:00:00.000Z', frozen: true });
    const first = await received(client, await world.write(RITA, CLINIC, 'meio-dia'));
    expect(Number(first.messageTimestamp)).toBe(1_799_582_400);
    await world.call('POST', '/clock', { advanceMs: 60_000, frozen: true });
    const second = await received(client, await world.write(RITA, CLINIC, 'um minuto depois'));
    expect(Number(second.messageTimestamp)).toBe(1_799_582_460);
    const out = (await client.socket.sendMessage(RITA_JID, { text: 'às 12:01' }))!.key.id!;
    expect((await world.bubble(RITA, CLINIC, out))['at']).toBe('2027-01-10T12:01:00.000Z');
    await world.call('POST', '/clock', { reset: true });
    const { body } = await world.call('GET', '/clock');
    expect(Math.abs(body['offsetMs'] as number)).toBeLessThan(1_000);
    expect(await world.call('POST', '/clock', { now: 'amanhã' })).toMatchObject({ status: 400 });
  });

  it('of one phone can be wrong', async () => {
    const client = await world.pair(CLINIC);
    await world.call('POST', '/clock', { now: '2027-01-10T12:00:00.000Z', frozen: true });
    await world.fault({ kind: 'clock_skew', number: RITA, offsetMs: 5 * 3_600_000 });
    const ahead = await received(client, await world.write(RITA, CLINIC, 'do futuro'));
    expect(Number(ahead.messageTimestamp)).toBe(1_799_582_400 + 5 * 3_600);
    const zero = await received(
      client,
      await world.write(RITA, CLINIC, 'do começo', { at: '1970-01-01T00:00:00Z' }),
    );
    expect(Number(zero.messageTimestamp)).toBe(0);
  });
});
