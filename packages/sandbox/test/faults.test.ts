import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, newState, until, type Client } from './baileys-client.ts';
import { makeWorld, type TestWorld } from './world.ts';

const CLINIC = '5511990000001';
const RITA = '5511990000002';
const JOAO = '5511990000003';
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

const received = (of: Client, id: string) =>
  until(`message ${id}`, () => of.messages.find((one) => one.key.id === id && one.message));
const closed = (of: Client) => until('the connection to close', () => of.connection.closedWith);
const send = async (jid: string, text: string) => (await client.socket.sendMessage(jid, { text }))!.key.id!;
const acks = () => {
  const seen = new Map<string, string | undefined>();
  client.socket.ws.on('CB:ack,class:message', (node: { attrs: Record<string, string> }) =>
    seen.set(node.attrs['id']!, node.attrs['error']),
  );
  return seen;
};
const raw = (tag: 'message' | 'receipt') => {
  const seen: string[] = [];
  client.socket.ws.on(`CB:${tag}`, (node: { attrs: Record<string, string> }) => seen.push(node.attrs['id']!));
  return seen;
};
const struck = async (id: string) =>
  (await world.call('GET', '/faults')).body.data.find((one) => one['id'] === id)!['struck'];

describe('a delivery that goes wrong', () => {
  it('is lost until the next login, or for ever', async () => {
    await world.fault({ kind: 'delivery', effect: 'lost', number: CLINIC });
    const lost = await world.write(RITA, CLINIC, 'perdida');
    await world.fault({ kind: 'delivery', effect: 'lost', number: CLINIC, forever: true });
    const gone = await world.write(RITA, CLINIC, 'sumida');
    const last = await world.write(RITA, CLINIC, 'chegou');
    await received(client, last);
    client.close();
    client = await world.reconnect(client.state);
    await received(client, lost);
    expect(client.messages.some((one) => one.key.id === gone)).toBe(false);
    expect((await world.row(gone)).acknowledgedAt).toBeNull();
  });

  it('comes late, out of order, or twice: messages', async () => {
    await received(client, await world.write(RITA, CLINIC, 'primeira'));
    const seen = raw('message');
    await world.fault({ kind: 'delivery', effect: 'late', delayMs: 200, number: CLINIC });
    const late = await world.write(RITA, CLINIC, 'atrasada');
    const soon = await world.write(RITA, CLINIC, 'na hora');
    await until('both', () => seen.length === 2);
    expect(seen).toEqual([soon, late]);
    await world.fault({ kind: 'delivery', effect: 'swap', number: CLINIC });
    const overtaken = await world.write(RITA, CLINIC, 'um');
    const first = await world.write(RITA, CLINIC, 'dois');
    await until('both', () => seen.length === 4);
    expect(seen.slice(2)).toEqual([first, overtaken]);
    await world.fault({ kind: 'delivery', effect: 'twice', number: CLINIC });
    const twice = await world.write(RITA, CLINIC, 'duas vezes');
    await until('both', () => seen.length === 6);
    expect(seen.slice(4)).toEqual([twice, twice]);
    await received(client, overtaken);
  });

  it('comes late, out of order, or twice: receipts', async () => {
    const seen = raw('receipt');
    await world.fault({ kind: 'delivery', stanza: 'receipt', effect: 'lost', number: CLINIC, forever: true });
    await send(RITA_JID, 'sem tique');
    await until(
      'the lost receipt',
      async () => (await world.call('GET', '/faults')).body.data[0]!['struck'] === 1,
    );
    await world.fault({ kind: 'delivery', stanza: 'receipt', effect: 'twice', number: CLINIC });
    const twice = await send(RITA_JID, 'dois tiques');
    await until('two receipts', () => seen.length === 2);
    expect(seen).toEqual([twice, twice]);
    await world.fault({ kind: 'delivery', stanza: 'receipt', effect: 'swap', number: CLINIC });
    const read = await send(RITA_JID, 'lida antes de entregue');
    await world.bubble(CLINIC, RITA, read, (one) => one.status === 'delivered');
    await world.call('POST', `/phones/${RITA}/chats/${CLINIC}/read`, {});
    await until('both', () => seen.filter((id) => id === read).length >= 1);
  });

  it('arrives damaged, is asked for again and healed', async () => {
    const fault = await world.fault({ kind: 'corrupt_enc', number: CLINIC });
    const id = await world.write(RITA, CLINIC, 'intacta');
    expect((await received(client, id)).message!.conversation).toBe('intacta');
    expect(await struck(fault)).toBe(1);
    expect((await world.row(id)).retries).toBeGreaterThan(0);
  });
});

describe('a line that is bad', () => {
  it('is slow both ways, and keeps its order', async () => {
    const fault = await world.fault({ kind: 'latency', number: CLINIC, delayMs: 40, jitterMs: 40 });
    const ids = [];
    for (const text of ['um', 'dois', 'três']) ids.push(await world.write(RITA, CLINIC, text));
    await received(client, ids[2]!);
    expect(client.messages.map((one) => one.key.id)).toEqual(ids);
    const out = await send(RITA_JID, 'devagar');
    await world.bubble(RITA, CLINIC, out);
    await world.call('DELETE', `/faults/${fault}`);
  });

  it('is deaf: connected, keep-alives answered, nothing else; a new connection hears', async () => {
    const seen = acks();
    await world.bubble(RITA, CLINIC, await send(RITA_JID, 'ainda ouve'));
    const deaf = await world.fault({ kind: 'deaf', number: CLINIC });
    expect(await struck(deaf)).toBe(1);
    const missed = await world.write(RITA, CLINIC, 'alguém aí?');
    const unheard = await send(RITA_JID, 'nada');
    await client.socket.query({
      tag: 'iq',
      attrs: { to: '@s.whatsapp.net', type: 'get', xmlns: 'w:p' },
      content: [{ tag: 'ping', attrs: {} }],
    });
    expect(seen.has(unheard)).toBe(false);
    expect(await world.row(missed)).toMatchObject({ acknowledgedAt: null });
    expect((await world.messages(RITA, CLINIC)).some((one) => one.id === unheard)).toBe(false);
    client.close();
    client = await world.reconnect(client.state);
    await received(client, missed);
  });

  it('is silent for one kind of query only', async () => {
    const fault = await world.fault({
      kind: 'query',
      xmlns: 'encrypt',
      child: 'key',
      code: '500',
      number: CLINIC,
    });
    expect(await client.socket.onWhatsApp(RITA)).toHaveLength(1);
    await client.socket.query({
      tag: 'iq',
      attrs: { to: '@s.whatsapp.net', type: 'get', xmlns: 'encrypt' },
      content: [{ tag: 'count', attrs: {} }],
    });
    expect(await struck(fault)).toBe(0);
  });
});

/**
 * Baileys 7.0.0-rc14 lets a frame that it cannot read become a rejected promise that nobody sees, which ends a Node
 * process, and stays connected without ever reading another. This ends the connection instead.
 */
function endOnBadFrames(of: Client): void {
  const { ws } = of.socket;
  const [read] = ws.listeners('message') as ((data: Buffer) => Promise<void>)[];
  ws.removeAllListeners('message');
  ws.on('message', (data: Buffer) => {
    read!(data).catch((error: Error) => void of.socket.end(error));
  });
}

describe('a peer that sends what no peer should', () => {
  it.each(['garbage', 'giant', 'unreadable'])('frames that nobody can read: %s', async (shape) => {
    endOnBadFrames(client);
    const fault = await world.fault({ kind: 'bad_frame', number: CLINIC, shape });
    expect(await struck(fault)).toBe(1);
    const id = await world.write(RITA, CLINIC, 'e depois?');
    await until('the end of the line', () => client.connection.status === 'close');
    client = await world.reconnect(client.state);
    await received(client, id);
  });
});

describe('an account that is limited', () => {
  it('may not begin chats for a while; chats that exist go on; the client is told', async () => {
    await world.phone(JOAO, 'João');
    await received(client, await world.write(RITA, CLINIC, 'oi'));
    const told: { isActive?: boolean }[] = [];
    client.socket.ev.on(
      'connection.update',
      ({ reachoutTimeLock }) => reachoutTimeLock && told.push(reachoutTimeLock),
    );
    const seen = acks();
    const fault = await world.fault({ kind: 'reachout_limit', number: CLINIC, seconds: 3_600 });
    await until('the news', () => told.some((one) => one.isActive));
    const refused = await send(`${JOAO}@s.whatsapp.net`, 'promoção');
    const reply = await send(RITA_JID, 'resposta');
    await until('both', () => seen.has(refused) && seen.has(reply));
    expect([seen.get(refused), seen.get(reply)]).toEqual(['463', undefined]);
    expect(await client.socket.fetchAccountReachoutTimelock()).toMatchObject({
      isActive: true,
      timeEnforcementEnds: expect.any(Date),
    });
    await world.call('DELETE', `/faults/${fault}`);
    await until('the end', () => told.some((one) => !one.isActive));
    const allowed = await send(`${JOAO}@s.whatsapp.net`, 'agora sim');
    await until('it', () => seen.has(allowed));
    expect(seen.get(allowed)).toBeUndefined();
  });

  it('may begin so many chats and no more', async () => {
    await world.phone(JOAO, 'João');
    const seen = acks();
    await world.fault({ kind: 'new_chat_quota', number: CLINIC, quota: 1 });
    const first = await send(RITA_JID, 'um');
    const second = await send(`${JOAO}@s.whatsapp.net`, 'dois');
    const again = await send(RITA_JID, 'três');
    await until('all', () => seen.size === 3);
    expect([seen.get(first), seen.get(second), seen.get(again)]).toEqual([undefined, '463', undefined]);
    expect(await client.socket.fetchNewChatMessageCap()).toMatchObject({
      total_quota: 1,
      used_quota: 1,
      capping_status: 'CAPPED',
    });
  });

  it('is banned: cut off and refused, until it is not', async () => {
    const fault = await world.fault({ kind: 'ban', number: CLINIC });
    expect(await closed(client)).toBe(403);
    const refused = connect(world.sandbox.socketUrl, client.state);
    expect(await closed(refused)).toBe(403);
    await world.call('DELETE', `/faults/${fault}`);
    client = await world.reconnect(client.state);
  });

  it('is pushed out by another client again and again', async () => {
    await world.fault({ kind: 'replaced', number: CLINIC });
    expect(await closed(client)).toBe(440);
    await world.fault({ kind: 'replaced', number: CLINIC, afterOpenMs: 20, times: 2 });
    for (let time = 0; time < 2; time++) {
      const pushed = connect(world.sandbox.socketUrl, client.state);
      expect(await closed(pushed)).toBe(440);
    }
    client = await world.reconnect(client.state);
  });
});

describe('keys', () => {
  it('are used up: the client is asked for more, and gives them', async () => {
    await world.fault({ kind: 'pre_keys_consumed', number: CLINIC, keep: 2 });
    const stock = async () =>
      ((await world.call('GET', `/phones/${CLINIC}`)).body.devices[0] as unknown as { preKeys: number })
        .preKeys;
    await until('more', async () => (await stock()) > 5);
    await world.phone(JOAO, 'João');
    await received(client, await world.write(JOAO, CLINIC, 'sessão nova'));
  });

  it('of a phone change, on demand', async () => {
    await received(client, await world.write(RITA, CLINIC, 'antes'));
    await world.fault({ kind: 'identity_change', number: RITA });
    expect((await received(client, await world.write(RITA, CLINIC, 'depois'))).message!.conversation).toBe(
      'depois',
    );
  });
});

describe('linking that goes wrong', () => {
  it('codes expire before their time', async () => {
    const waiting = connect(world.sandbox.socketUrl, newState());
    const qr = await until('a QR', () => waiting.connection.qr);
    await world.fault({ kind: 'qr_expired' });
    const scan = await world.call('POST', `/phones/${RITA}/scan`, { qr });
    expect(scan).toMatchObject({ status: 410, body: { code: 'qr_expired' } });
    waiting.close();
  });

  it('an account asks for a passkey', async () => {
    const waiting = connect(world.sandbox.socketUrl, newState());
    const asked: string[] = [];
    waiting.socket.ws.on('CB:notification', (node: { attrs: Record<string, string> }) =>
      asked.push(node.attrs['type']!),
    );
    const qr = await until('a QR', () => waiting.connection.qr);
    await world.fault({ kind: 'passkey_request', number: RITA });
    const scan = await world.call('POST', `/phones/${RITA}/scan`, { qr });
    expect(scan).toMatchObject({ status: 409, body: { code: 'passkey_required' } });
    await until('the request', () => asked.includes('passkey_prologue_request'));
    waiting.close();
  });
});

describe('a restart', () => {
  it('keeps faults, what is left of them, and their chances', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    const before = await makeWorld({ dataFolder });
    await before.phone(CLINIC, 'Clínica Sol');
    await before.phone(RITA, 'Rita');
    const linked = await before.pair(CLINIC);
    await before.fault({ kind: 'ack_error', number: CLINIC, times: 3 });
    await linked.socket.sendMessage(RITA_JID, { text: 'recusada' });
    await until('a strike', async () => (await before.call('GET', '/faults')).body.data[0]!['struck'] === 1);
    await before.stop();
    const after = await makeWorld({ dataFolder });
    expect((await after.call('GET', '/faults')).body.data).toMatchObject([
      { kind: 'ack_error', struck: 1, left: 2 },
    ]);
    await after.stop();
    rmSync(dataFolder, { recursive: true });
  });
});
