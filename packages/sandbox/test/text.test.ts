import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until, type Client } from './baileys-client.ts';
import { makeWorld, type TestWorld } from './world.ts';

const CLINIC = '5511990000001';
const RITA = '5511990000002';

describe('text between a companion and a phone', () => {
  let world: TestWorld;
  let client: Client;

  beforeAll(async () => {
    world = await makeWorld();
    await world.phone(CLINIC, 'Clínica Sol');
    await world.phone(RITA, 'Rita');
    client = await world.pair(CLINIC);
  });
  afterAll(() => world.stop());

  it("brings a phone's message to the companion", async () => {
    const id = await world.write(RITA, CLINIC, 'oi, tudo bem?');
    const message = await until('the message', () => client.messages.find((one) => one.key.id === id));
    expect(message.message?.conversation).toBe('oi, tudo bem?');
    expect(message.key.remoteJid).toBe(`${RITA}@s.whatsapp.net`);
    expect(message.pushName).toBe('Rita');
  });

  it("brings the companion's answer to the phone, and moves the ticks", async () => {
    const sent = await client.socket.sendMessage(`${RITA}@s.whatsapp.net`, { text: 'olá, Rita' });
    const bubble = await until('the answer', async () =>
      (await world.messages(RITA, CLINIC)).find((one) => one.id === sent!.key.id),
    );
    expect(bubble).toMatchObject({ text: 'olá, Rita', fromMe: false, from: CLINIC });
    await until('the delivered tick', () =>
      client.updates.some((one) => one.key.id === sent!.key.id && one.update.status === 3),
    );
    await world.call('POST', `/phones/${RITA}/chats/${CLINIC}/read`, {});
    await until('the read tick', () =>
      client.updates.some((one) => one.key.id === sent!.key.id && one.update.status === 4),
    );
    const own = (await world.messages(CLINIC, RITA)).find((one) => one.id === sent!.key.id);
    expect(own).toMatchObject({ fromMe: true, status: 'read', text: 'olá, Rita' });
  });
});
