import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proto } from '@whiskeysockets/baileys';
import { until, type Client } from './baileys-client.ts';
import { makeWorld, type TestWorld } from './world.ts';

const CLINIC = '5511990000001';
const RITA = '5511990000002';
const { DELIVERY_ACK, READ } = proto.WebMessageInfo.Status;

describe('text between a companion and a phone', () => {
  let world: TestWorld;
  let client: Client;
  let ritaLid: string;

  beforeAll(async () => {
    world = await makeWorld();
    await world.phone(CLINIC, 'Clínica Sol');
    await world.phone(RITA, 'Rita @ casa: 2_b');
    client = await world.pair(CLINIC);
    ritaLid = (await world.call('GET', `/phones/${RITA}`)).body['lid'] as string;
  });
  afterAll(async () => {
    const { body } = await world.call('GET', '/health');
    await world.stop();
    expect(body).toMatchObject({ unknownStanzas: 0 });
  });

  const received = (id: string) =>
    until(`message ${id}`, () => client.messages.find((one) => one.key.id === id));
  const bubble = (owner: string, peer: string, id: string) =>
    until(`bubble ${id}`, async () => (await world.messages(owner, peer)).find((one) => one.id === id));
  const ticked = (id: string, status: number) =>
    until(`tick ${status}`, () =>
      client.updates.some((one) => one.key.id === id && Number(one.update.status) === status),
    );
  const send = async (jid: string, text: string) => (await client.socket.sendMessage(jid, { text }))!.key.id!;

  it("brings a phone's message to the companion, addressed by number", async () => {
    const message = await received(await world.write(RITA, CLINIC, 'oi, tudo bem?'));
    expect(message.message?.conversation).toBe('oi, tudo bem?');
    expect(message.key).toMatchObject({
      remoteJid: `${RITA}@s.whatsapp.net`,
      remoteJidAlt: `${ritaLid}@lid`,
    });
    expect(message.pushName).toBe('Rita ＠ casa: 2_b');
  });

  it("brings a phone's message to the companion, addressed by hidden id", async () => {
    const message = await received(await world.write(RITA, CLINIC, 'sou eu', { addressing: 'lid' }));
    expect(message.message?.conversation).toBe('sou eu');
    expect(message.key).toMatchObject({
      remoteJid: `${ritaLid}@lid`,
      remoteJidAlt: `${RITA}@s.whatsapp.net`,
    });
  });

  it('can keep the number of a hidden id to itself', async () => {
    await world.phone('5511990000077', 'Anônima');
    const id = await world.write('5511990000077', CLINIC, 'adivinhe', {
      addressing: 'lid',
      alternate: false,
    });
    const message = await received(id);
    expect(message.key.remoteJid).toMatch(/^1\d{14}@lid$/);
    expect(message.key.remoteJidAlt).toBeUndefined();
    const answer = await send(message.key.remoteJid!, 'quem é?');
    expect((await bubble('5511990000077', CLINIC, answer)).text).toBe('quem é?');
  });

  it.each(['pn', 'lid'] as const)(
    "brings the companion's answer to the phone and moves the ticks (%s)",
    async (by) => {
      const jid = by === 'pn' ? `${RITA}@s.whatsapp.net` : `${ritaLid}@lid`;
      const id = await send(jid, `olá por ${by}`);
      expect(await bubble(RITA, CLINIC, id)).toMatchObject({
        text: `olá por ${by}`,
        fromMe: false,
        from: CLINIC,
      });
      await ticked(id, DELIVERY_ACK);
      expect((await bubble(CLINIC, RITA, id)).status).toBe('delivered');
      const { body } = await world.call('POST', `/phones/${RITA}/chats/${CLINIC}/read`, {});
      expect(body['read']).toBeGreaterThan(0);
      await ticked(id, READ);
      expect(await bubble(CLINIC, RITA, id)).toMatchObject({ fromMe: true, device: 1, status: 'read' });
    },
  );

  it("shows the companion's reading on the phone that wrote, and on the own phone", async () => {
    const id = await world.write(RITA, CLINIC, 'leu?');
    const message = await received(id);
    expect((await bubble(RITA, CLINIC, id)).status).not.toBe('read');
    await client.socket.readMessages([message.key]);
    await until('the read tick', async () => (await bubble(RITA, CLINIC, id)).status === 'read');
    await until('the own phone to know', async () => (await bubble(CLINIC, RITA, id)).status === 'read');
  });

  it('gives the companion a copy of what its own phone writes, and of what that reads', async () => {
    const copy = await received(await world.write(CLINIC, RITA, 'do celular'));
    expect(copy.key).toMatchObject({ fromMe: true, remoteJid: `${RITA}@s.whatsapp.net` });
    expect(copy.message?.conversation).toBe('do celular');
    const id = await world.write(RITA, CLINIC, 'e agora?');
    await received(id);
    await world.call('POST', `/phones/${CLINIC}/chats/${RITA}/read`, {});
    await until('the own reading', () =>
      client.updates.some((one) => one.key.id === id && !one.key.fromMe && one.update.status === READ),
    );
  });

  it('carries the quoted message in an answer, both ways', async () => {
    const first = await world.write(RITA, CLINIC, 'quanto custa?');
    const question = await received(first);
    const answer = await client.socket.sendMessage(
      `${RITA}@s.whatsapp.net`,
      { text: '200 reais' },
      { quoted: question },
    );
    expect((await bubble(RITA, CLINIC, answer!.key.id!)).replyTo).toEqual({
      id: first,
      text: 'quanto custa?',
    });
    const reply = await received(await world.write(RITA, CLINIC, 'fechado', { replyTo: answer!.key.id }));
    expect(reply.message?.extendedTextMessage).toMatchObject({
      text: 'fechado',
      contextInfo: {
        stanzaId: answer!.key.id,
        quotedMessage: { extendedTextMessage: { text: '200 reais' } },
      },
    });
  });

  it('shows reactions, edits and deletions that the companion sends', async () => {
    const asked = await received(await world.write(RITA, CLINIC, 'bom dia'));
    const jid = `${RITA}@s.whatsapp.net`;
    await client.socket.sendMessage(jid, { react: { text: '👍', key: asked.key } });
    await until(
      'the reaction',
      async () => (await bubble(RITA, CLINIC, asked.key.id!)).reactions.length === 1,
    );
    const sent = await client.socket.sendMessage(jid, { text: 'primero' });
    await client.socket.sendMessage(jid, { text: 'primeiro', edit: sent!.key });
    await until('the edit', async () => (await bubble(RITA, CLINIC, sent!.key.id!)).edited);
    expect((await bubble(RITA, CLINIC, sent!.key.id!)).text).toBe('primeiro');
    await client.socket.sendMessage(jid, { delete: sent!.key });
    await until('the deletion', async () => (await bubble(RITA, CLINIC, sent!.key.id!)).deleted);
  });

  it('keeps the time that the author gives, and the order of writing', async () => {
    const ids: string[] = [];
    for (const text of ['um', 'dois', 'três'])
      ids.push(await world.write(RITA, CLINIC, text, { at: '2026-01-02T03:04:05Z' }));
    const messages = await Promise.all(ids.map(received));
    expect(messages.map((one) => Number(one.messageTimestamp))).toEqual(
      Array(3).fill(Date.UTC(2026, 0, 2, 3, 4, 5) / 1000),
    );
    expect(client.messages.map((one) => one.key.id).filter((id) => ids.includes(id!))).toEqual(ids);
  });

  it('sends one id again when it is asked to: the phone shows it once, the companion is given it twice', async () => {
    const id = await world.write(RITA, CLINIC, 'Estou em viagem', { id: '3EB0AAAA0001' });
    expect(await world.write(RITA, CLINIC, 'Estou em viagem', { id })).toBe(id);
    await until('both copies', () => client.messages.filter((one) => one.key.id === id).length === 2);
    expect((await world.messages(CLINIC, RITA)).filter((one) => one.id === id)).toHaveLength(1);
    expect(await world.row(id)).toMatchObject({ timesSent: 2, shownCount: 1 });
  });

  it('tells who types, both ways', async () => {
    const seen: unknown[] = [];
    client.socket.ev.on('presence.update', (update) => seen.push(update));
    await world.call('POST', `/phones/${RITA}/chats/${CLINIC}/typing`, {});
    await until('the typing', () => seen.length > 0);
    expect(seen[0]).toMatchObject({
      presences: { [`${RITA}@s.whatsapp.net`]: { lastKnownPresence: 'composing' } },
    });
  });

  it('takes a message to oneself', async () => {
    const id = await send(`${CLINIC}@s.whatsapp.net`, 'lembrete');
    expect(await bubble(CLINIC, CLINIC, id)).toMatchObject({ text: 'lembrete', fromMe: true });
  });
});

describe('who is on the network', () => {
  let world: TestWorld;
  let client: Client;

  beforeAll(async () => {
    world = await makeWorld();
    await world.phone(CLINIC, 'Clínica Sol');
    for (const number of ['557588250001', '551133330001']) await world.phone(number, number);
    client = await world.pair(CLINIC);
  });
  afterAll(() => world.stop());

  it.each([
    ['+5575988250001', '557588250001'],
    ['+557588250001', '557588250001'],
    ['+5511990000001', CLINIC],
    ['+551190000001', CLINIC],
    ['+551133330001', '551133330001'],
  ])('finds %s as %s, however the ninth digit is written', async (spelled, known) => {
    expect(await client.socket.onWhatsApp(spelled)).toEqual([
      { jid: `${known}@s.whatsapp.net`, exists: true },
    ]);
  });

  it.each(['+5511933330001', '+5511900009999', '+351912000009'])('does not find %s', async (spelled) => {
    expect(await client.socket.onWhatsApp(spelled)).toEqual([]);
  });

  it('refuses to write to a number that nobody has', async () => {
    const answer = await world.call('POST', `/phones/${CLINIC}/messages`, {
      to: '5511900009999',
      text: 'oi',
    });
    expect(answer).toMatchObject({ status: 404, body: { code: 'recipient_not_found' } });
  });
});
