import { WA_CERT_DETAILS } from '@whiskeysockets/baileys';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, newState, until } from './baileys-client.ts';
import { makeWorld, type TestWorld } from './world.ts';

const CLINIC = '5511990000001';

describe('linking a companion', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await makeWorld();
  });
  beforeEach(async () => {
    await world.call('POST', '/reset', {});
    await world.phone(CLINIC, 'Clínica Sol');
  });
  afterAll(() => world.stop());

  const devices = async () => (await world.call('GET', `/phones/${CLINIC}`)).body.devices;

  it('links by QR: the phone lists the device, and the client knows its number, hidden id and name', async () => {
    const client = await world.pair(CLINIC);
    expect(await devices()).toEqual([
      expect.objectContaining({ id: 1, online: true, platform: 'Chrome (Mac OS)' }),
    ]);
    const { lid } = (await world.call('GET', `/phones/${CLINIC}`)).body;
    expect(client.state.creds.me).toMatchObject({
      id: `${CLINIC}:1@s.whatsapp.net`,
      lid: `${lid as string}:1@lid`,
      name: 'Clínica Sol',
    });
  });

  it('links by the code that the owner types, and refuses a wrong one', async () => {
    const state = newState();
    const client = connect(world.sandbox.socketUrl, state);
    await until('a QR', () => client.connection.qr);
    const code = await client.socket.requestPairingCode(CLINIC);
    const wrong = await world.call('POST', `/phones/${CLINIC}/link-code`, { code: 'AAAA1111' });
    expect(wrong).toMatchObject({ status: 409, body: { code: 'code_wrong' } });
    const linked = await world.call('POST', `/phones/${CLINIC}/link-code`, {
      code: `${code.slice(0, 4)}-${code.slice(4).toLowerCase()}`,
    });
    expect(linked.status).toBe(201);
    await until('the restart after pairing', () => client.connection.closedWith);
    expect(client.connection.closedWith).toBe(515);
    await world.reconnect(state);
    expect(await devices()).toHaveLength(1);
  });

  it('refuses a code when nobody waits for one', async () => {
    const answer = await world.call('POST', `/phones/${CLINIC}/link-code`, { code: 'ABCD1234' });
    expect(answer).toMatchObject({ status: 404, body: { code: 'code_not_expected' } });
  });

  it('refuses what is no QR, a QR of nowhere, and a QR that was used', async () => {
    const scan = (qr: string) => world.call('POST', `/phones/${CLINIC}/scan`, { qr });
    expect(await scan('https://example.com')).toMatchObject({ status: 400, body: { code: 'qr_invalid' } });
    const key = Buffer.alloc(32).toString('base64');
    expect(await scan(`https://wa.me/settings/linked_devices#2@ref,${key},${key},${key},1`)).toMatchObject({
      status: 410,
      body: { code: 'qr_expired' },
    });
    const client = connect(world.sandbox.socketUrl, newState());
    const qr = await until('a QR', () => client.connection.qr);
    expect((await scan(qr)).status).toBe(201);
    expect((await scan(qr)).status).toBe(410);
  });

  it('refuses a QR whose keys are not those of the client', async () => {
    const client = connect(world.sandbox.socketUrl, newState());
    const qr = await until('a QR', () => client.connection.qr);
    const parts = qr.split(',');
    parts[2] = Buffer.alloc(32, 7).toString('base64');
    const answer = await world.call('POST', `/phones/${CLINIC}/scan`, { qr: parts.join(',') });
    expect(answer).toMatchObject({ status: 400, body: { code: 'qr_invalid' } });
    client.close();
  });

  it('holds four companions and refuses a fifth', async () => {
    for (let device = 0; device < 4; device++) await world.pair(CLINIC);
    expect(await devices()).toHaveLength(4);
    const fifth = connect(world.sandbox.socketUrl, newState());
    const qr = await until('a QR', () => fifth.connection.qr);
    const answer = await world.call('POST', `/phones/${CLINIC}/scan`, { qr });
    expect(answer).toMatchObject({ status: 409, body: { code: 'too_many_devices' } });
    fifth.close();
  });

  it('logs a device out that the owner unlinks, and does not let it in again', async () => {
    const client = await world.pair(CLINIC);
    expect((await world.call('DELETE', `/phones/${CLINIC}/devices/1`)).status).toBe(204);
    await until('the client to be logged out', () => client.connection.closedWith);
    expect(client.connection.closedWith).toBe(401);
    const again = connect(world.sandbox.socketUrl, client.state);
    await until('the refusal', () => again.connection.closedWith);
    expect(again.connection.closedWith).toBe(401);
    expect((await world.call('DELETE', `/phones/${CLINIC}/devices/1`)).status).toBe(404);
  });

  it('forgets a device that logs itself out', async () => {
    const client = await world.pair(CLINIC);
    await client.socket.logout();
    await until('the device to be gone', async () => (await devices()).length === 0);
  });

  it('lets only the newer of two connections of one device live', async () => {
    const first = await world.pair(CLINIC);
    const second = await world.reconnect(first.state);
    await until('the first to be replaced', () => first.connection.closedWith);
    expect(first.connection.closedWith).toBe(440);
    expect(second.connection.status).toBe('open');
  });

  it('is refused by a client that trusts another root', async () => {
    const ours = WA_CERT_DETAILS.PUBLIC_KEY;
    WA_CERT_DETAILS.PUBLIC_KEY = Buffer.alloc(32, 9);
    const client = connect(world.sandbox.socketUrl, newState());
    await until('the client to turn away', () => client.connection.closedWith);
    expect(client.connection.closedWith).toBe(400);
    WA_CERT_DETAILS.PUBLIC_KEY = ours;
  });
});
