import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, until, type Client } from './baileys-client.ts';
import { makeWorld, type TestWorld } from './world.ts';

const CLINIC = '5511990000001';
const RITA = '5511990000002';
const RITA_JID = `${RITA}@s.whatsapp.net`;

let world: TestWorld;
let client: Client;

beforeEach(async () => {
  world = await makeWorld();
  await world.phone(CLINIC, 'Clínica Sol');
  await world.phone(RITA, 'Rita');
  client = await world.pair(CLINIC);
});
afterEach(() => world.stop());

/** The ids of the message stanzas that a client is given from now on, before it understands them. */
function rawMessages(of: Client): { id: string; offline: boolean }[] {
  const seen: { id: string; offline: boolean }[] = [];
  of.socket.ws.on('CB:message', (node: { attrs: Record<string, string> }) => {
    seen.push({ id: node.attrs['id']!, offline: node.attrs['offline'] !== undefined });
  });
  return seen;
}

const received = (of: Client, id: string) =>
  until(`message ${id}`, () => of.messages.find((one) => one.key.id === id && one.message));
const closed = (of: Client) => until('the connection to close', () => of.connection.closedWith);

const send = async (text: string) => (await client.socket.sendMessage(RITA_JID, { text }))!.key.id!;
const acks = () => {
  const seen: { id: string; error?: string }[] = [];
  client.socket.ws.on('CB:ack,class:message', (node: { attrs: Record<string, string> }) => {
    seen.push({ id: node.attrs['id']!, ...(node.attrs['error'] ? { error: node.attrs['error'] } : {}) });
  });
  return seen;
};
const shown = async (id: string) => (await world.messages(RITA, CLINIC)).some((one) => one.id === id);

/** A client's own store of what it sent. */
const keptMessage = async () => ({ conversation: 'guarde isto' });

describe('a companion that was away', () => {
  it('gets what waited, in order, marked as such, and then the rest', async () => {
    client.close();
    await until(
      'the phone to know',
      async () => !(await world.call('GET', `/phones/${CLINIC}`)).body.devices[0]!.online,
    );
    const ids: string[] = [];
    for (const text of ['um', 'dois', 'três']) ids.push(await world.write(RITA, CLINIC, text));
    expect((await world.call('GET', `/phones/${CLINIC}`)).body.devices[0]).toMatchObject({ waiting: 3 });
    const back = connect(world.sandbox.socketUrl, client.state);
    const raw = rawMessages(back);
    await received(back, ids[2]!);
    expect(raw).toEqual(ids.map((id) => ({ id, offline: true })));
    const live = await world.write(RITA, CLINIC, 'quatro');
    await received(back, live);
    expect(raw.at(-1)).toEqual({ id: live, offline: false });
    await until(
      'the queue to be empty',
      async () => (await world.call('GET', `/phones/${CLINIC}`)).body.devices[0]!.waiting === 0,
    );
    back.close();
  });

  it('is given a message again that it had not acknowledged when the line broke', async () => {
    await world.fault({ kind: 'drop', number: CLINIC, on: 'handover' });
    const id = await world.write(RITA, CLINIC, 'caiu?');
    await closed(client);
    expect(await world.row(id)).toMatchObject({ acknowledgedAt: null });
    const back = connect(world.sandbox.socketUrl, client.state);
    const raw = rawMessages(back);
    await until('the second time', () => raw.some((one) => one.id === id && one.offline));
    await until('an acknowledgement', async () => (await world.row(id)).acknowledgedAt);
    const row = await world.row(id);
    expect(row.handedOver).toHaveLength(2);
    expect(row).toMatchObject({ timesSent: 1, shownCount: 1 });
    back.close();
  });
});

describe('faults on the way in', () => {
  it('hands a message over twice on demand; a phone still shows it once', async () => {
    const raw = rawMessages(client);
    await world.fault({ kind: 'redelivery', number: CLINIC });
    const id = await world.write(RITA, CLINIC, 'duas vezes');
    await until('both copies', () => raw.filter((one) => one.id === id).length === 2);
    expect((await world.row(id)).handedOver).toHaveLength(2);
    expect(await world.messages(CLINIC, RITA)).toHaveLength(1);
    const next = await world.write(RITA, CLINIC, 'uma vez');
    await received(client, next);
    expect((await world.row(next)).handedOver).toHaveLength(1);
  });

  it('encrypts again for a companion that lost its session', async () => {
    await received(client, await world.write(RITA, CLINIC, 'primeira'));
    await client.socket.sendMessage(RITA_JID, { text: 'resposta' });
    await received(client, await world.write(RITA, CLINIC, 'segunda'));
    for (const key of client.state.keys.keys()) if (key.startsWith('session:')) client.state.keys.delete(key);
    const id = await world.write(RITA, CLINIC, 'terceira');
    expect((await received(client, id)).message?.conversation).toBe('terceira');
    expect((await world.row(id)).retries).toBeGreaterThan(0);
  });

  it('drops the line at once, and many times in a row', async () => {
    const id = await world.fault({ kind: 'drop', number: CLINIC });
    await closed(client);
    expect(client.connection.closedWith).toBe(428);
    const { data } = (await world.call('GET', '/faults')).body;
    expect(data).toEqual([expect.objectContaining({ id, struck: 1, left: 0 })]);
    await world.reconnect(client.state);
  });
});

describe('faults on the way out', () => {
  it('acknowledges what it takes', async () => {
    const seen = acks();
    const id = await send('oi');
    await until('the acknowledgement', () => seen.some((ack) => ack.id === id && !ack.error));
  });

  it('is silent on demand, with the message delivered or lost', async () => {
    const seen = acks();
    await world.fault({ kind: 'silent_ack', number: CLINIC });
    const delivered = await send('chegou');
    await until('the bubble', () => shown(delivered));
    await world.fault({ kind: 'silent_ack', number: CLINIC, delivered: false });
    const lost = await send('sumiu');
    const last = await send('depois');
    await until('the next acknowledgement', () => seen.some((ack) => ack.id === last));
    expect(seen.map((ack) => ack.id)).toEqual([last]);
    expect(await shown(lost)).toBe(false);
  });

  it('takes a message that is sent again under its id as the same message', async () => {
    await world.fault({ kind: 'silent_ack', number: CLINIC });
    const id = await send('de novo');
    await until('the bubble', () => shown(id));
    await client.socket.relayMessage(RITA_JID, { conversation: 'de novo' }, { messageId: id });
    await until('the second arrival', async () => (await world.row(id)).arrivals === 2);
    expect(await world.row(id)).toMatchObject({ timesSent: 2, shownCount: 1 });
    expect(await world.messages(RITA, CLINIC)).toHaveLength(1);
  });

  it('refuses with an error code on demand', async () => {
    const seen = acks();
    await world.fault({ kind: 'ack_error', number: CLINIC, code: '463' });
    const id = await send('recusada');
    await until('the refusal', () => seen.some((ack) => ack.id === id && ack.error === '463'));
    expect(await shown(id)).toBe(false);
    expect(await world.row(id)).toBeUndefined();
  });

  it('drops the line before it takes a message, or after it took it and before it says so', async () => {
    await world.fault({ kind: 'drop', number: CLINIC, on: 'send' });
    const lost = await send('perdida');
    await closed(client);
    expect(await shown(lost)).toBe(false);
    client = await world.reconnect(client.state);
    await world.fault({ kind: 'drop', number: CLINIC, on: 'accepted' });
    const kept = await send('guardada');
    await closed(client);
    expect(await shown(kept)).toBe(true);
  });

  it('lets a phone ask for a message that it could not read, and shows it when it comes again', async () => {
    await world.fault({ kind: 'retry_request', number: RITA });
    const id = await send('difícil de ler');
    await until('the bubble', () => shown(id));
    expect(await world.row(id)).toMatchObject({ retries: 1, timesSent: 2, arrivals: 1, shownCount: 1 });
  });

  it("lets a phone ask much later, when only the client's store can still answer", async () => {
    await world.fault({ kind: 'retry_request', number: RITA, askAfterMs: 86_400_000 });
    const id = await send('guarde isto');
    await until('the acknowledgement', async () => (await world.row(id))?.timesSent === 1);
    client.close();
    client = await world.reconnect(client.state, { getMessage: keptMessage });
    expect(await shown(id)).toBe(false);
    await world.fault({ kind: 'retry_request', number: RITA, messageId: id });
    await until('the bubble', () => shown(id));
    expect((await world.messages(RITA, CLINIC))[0]).toMatchObject({ text: 'guarde isto' });
  });
});

describe('faults of the connection', () => {
  it('refuses logins with a reason, so many times as asked', async () => {
    client.close();
    await world.fault({ kind: 'login_failure', number: CLINIC, reason: 403, times: 2 });
    for (let attempt = 0; attempt < 2; attempt++) {
      const refused = connect(world.sandbox.socketUrl, client.state);
      await closed(refused);
      expect(refused.connection.closedWith).toBe(403);
    }
    await world.reconnect(client.state);
  });

  it('refuses the upgrade with an HTTP status', async () => {
    await world.fault({ kind: 'upgrade_status', status: 429 });
    const refused = connect(world.sandbox.socketUrl, client.state);
    const status = await new Promise((resolve) => {
      refused.socket.ws.on('unexpected-response', (_request: unknown, response: { statusCode: number }) =>
        resolve(response.statusCode),
      );
    });
    expect(status).toBe(429);
    refused.close();
  });

  it('ends the stream with a code', async () => {
    await world.fault({ kind: 'stream_error', number: CLINIC, code: '503' });
    await closed(client);
    expect(client.connection.closedWith).toBe(503);
  });

  it('answers queries with an error on demand', async () => {
    await world.fault({ kind: 'query', number: CLINIC, xmlns: 'usync', code: '429' });
    await expect(client.socket.onWhatsApp(RITA)).rejects.toMatchObject({ data: 429 });
    expect(await client.socket.onWhatsApp(RITA)).toHaveLength(1);
  });

  it('strikes by chance, the same way for the same seed', async () => {
    const seen = new Map<string, boolean>();
    client.socket.ws.on('CB:ack,class:message', (node: { attrs: Record<string, string> }) => {
      seen.set(node.attrs['id']!, node.attrs['error'] !== undefined);
    });
    const strikes = async () => {
      const fault = await world.fault({
        kind: 'ack_error',
        number: CLINIC,
        times: 0,
        probability: 0.5,
        seed: 7,
      });
      const outcomes: boolean[] = [];
      for (let one = 0; one < 12; one++) {
        const sent = await client.socket.sendMessage(RITA_JID, { text: String(one) });
        const id = sent!.key.id!;
        await until('an outcome', () => seen.has(id));
        outcomes.push(seen.get(id)!);
      }
      await world.call('DELETE', `/faults/${fault}`);
      return outcomes;
    };
    const first = await strikes();
    expect(await strikes()).toEqual(first);
    expect(first).toContain(true);
    expect(first).toContain(false);
  });
});

describe('what the sandbox does not understand', () => {
  it('is refused, counted and named', async () => {
    const query = client.socket.query({
      tag: 'iq',
      attrs: { type: 'get', xmlns: 'made:up', to: '@s.whatsapp.net' },
    });
    await expect(query).rejects.toMatchObject({ data: 501 });
    expect((await world.call('GET', '/health')).body).toMatchObject({
      unknownStanzas: 1,
      unknown: [{ what: 'iq get made:up', count: 1 }],
    });
  });

  it('does not take a message to a group', async () => {
    await client.socket.relayMessage('123@newsletter', { conversation: 'oi' }, {});
    await until('the count', async () => (await world.call('GET', '/health')).body['unknownStanzas'] === 1);
  });
});

describe('a restart of the sandbox', () => {
  it('keeps links, sessions, chats, the ledger and what waits', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    const before = await makeWorld({ dataFolder });
    await before.phone(CLINIC, 'Clínica Sol');
    await before.phone(RITA, 'Rita');
    const linked = await before.pair(CLINIC);
    const first = await before.write(RITA, CLINIC, 'antes');
    await received(linked, first);
    const sent = await linked.socket.sendMessage(RITA_JID, { text: 'resposta' });
    await until('the answer', async () => (await before.messages(RITA, CLINIC)).length === 2);
    linked.close();
    await until(
      'the phone to know',
      async () => !(await before.call('GET', `/phones/${CLINIC}`)).body.devices[0]!.online,
    );
    const waiting = await before.write(RITA, CLINIC, 'na fila');
    await before.stop();

    const after = await makeWorld({ dataFolder });
    const back = await after.reconnect(linked.state);
    expect((await received(back, waiting)).message?.conversation).toBe('na fila');
    expect((await after.messages(RITA, CLINIC)).map((one) => one.text)).toEqual([
      'antes',
      'resposta',
      'na fila',
    ]);
    const live = await after.write(RITA, CLINIC, 'depois');
    expect((await received(back, live)).message?.conversation).toBe('depois');
    const again = await back.socket.sendMessage(RITA_JID, { text: 'ainda aqui' });
    await until('the answer', async () =>
      (await after.messages(RITA, CLINIC)).some((one) => one.id === again!.key.id),
    );
    expect((await after.row(sent!.key.id!)).shownCount).toBe(1);
    expect((await after.row(live)).retries).toBe(0);
    await after.stop();
    rmSync(dataFolder, { recursive: true });
  });
});
