import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until, type Client } from './baileys-client.ts';
import { makeWorld, type TestWorld } from './world.ts';

const CLINIC = '5511990000001';
const SHOP = '5511990000002';

const received = (client: Client, id: string) =>
  until(`message ${id}`, () => client.messages.find((one) => one.key.id === id && one.message));

async function send(client: Client, to: string, text: string): Promise<string> {
  return (await client.socket.sendMessage(`${to}@s.whatsapp.net`, { text }))!.key.id!;
}

describe('two phones that both have companions', () => {
  let world: TestWorld;
  let clinic: Client;
  let shop: Client;

  beforeAll(async () => {
    world = await makeWorld();
    await world.phone(CLINIC, 'Clínica Sol');
    await world.phone(SHOP, 'Loja Mar');
    clinic = await world.pair(CLINIC);
    shop = await world.pair(SHOP);
  });
  afterAll(() => world.stop());

  it('talk from companion to companion, with copies on both phones', async () => {
    const question = await send(clinic, SHOP, 'vocês entregam?');
    expect((await received(shop, question)).message).toMatchObject({
      extendedTextMessage: { text: 'vocês entregam?' },
    });
    const answer = await send(shop, CLINIC, 'sim');
    expect((await received(clinic, answer)).key).toMatchObject({
      fromMe: false,
      remoteJid: `${SHOP}@s.whatsapp.net`,
    });
    expect((await world.messages(CLINIC, SHOP)).map((one) => [one.text, one.fromMe])).toEqual([
      ['vocês entregam?', true],
      ['sim', false],
    ]);
    expect((await world.messages(SHOP, CLINIC)).map((one) => one.fromMe)).toEqual([false, true]);
    await until('the acknowledgement', async () => (await world.row(question)).acknowledgedAt);
    expect(
      (await world.row(question)).deliveries.map((one) => `${one.number}:${one.device}`).toSorted(),
    ).toEqual([`${CLINIC}:0`, `${SHOP}:0`, `${SHOP}:1`]);
  });

  it('reach a companion that is linked while they talk', async () => {
    const second = await world.pair(SHOP);
    await until(
      'the news',
      async () => (await world.call('GET', `/phones/${CLINIC}`)).body.devices[0]!.waiting === 0,
    );
    const id = await send(clinic, SHOP, 'e agora?');
    expect((await received(second, id)).message).toMatchObject({ extendedTextMessage: { text: 'e agora?' } });
    await received(shop, id);
    const own = await send(shop, CLINIC, 'aqui também');
    expect((await received(second, own)).key).toMatchObject({
      fromMe: true,
      remoteJid: `${CLINIC}@s.whatsapp.net`,
    });
  });

  it('are one conversation for a phone that writes to both', async () => {
    await world.phone('5511990000003', 'Rita');
    const id = await world.write('5511990000003', SHOP, 'oi');
    await received(shop, id);
    const row = await world.row(id);
    expect(new Set(row.deliveries.map((one) => one.device))).toEqual(new Set([0, 1, 2]));
    expect(row.shownCount).toBe(1);
  });
});
