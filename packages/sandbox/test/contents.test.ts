import { decryptPollVote } from '@whiskeysockets/baileys';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until, type Client } from './baileys-client.ts';
import { makeWorld, type TestWorld } from './world.ts';

const CLINIC = '5511990000001';
const RITA = '5511990000002';
const RITA_JID = `${RITA}@s.whatsapp.net`;

let world: TestWorld;
let client: Client;
let ritaLid: string;
const reactions: {
  key: { id?: string | null; fromMe?: boolean | null };
  reaction: { text?: string | null };
}[] = [];

beforeAll(async () => {
  world = await makeWorld();
  await world.phone(CLINIC, 'Clínica Sol');
  await world.phone(RITA, 'Rita');
  client = await world.pair(CLINIC);
  client.socket.ev.on('messages.reaction', (more) => reactions.push(...more));
  ritaLid = (await world.call('GET', `/phones/${RITA}`)).body['lid'] as string;
});
afterAll(async () => {
  const { body } = await world.call('GET', '/health');
  await world.stop();
  expect(body).toMatchObject({ unknownStanzas: 0 });
});

const received = (id: string) =>
  until(`message ${id}`, () => client.messages.find((one) => one.key.id === id && one.message));
const send = async (content: Parameters<Client['socket']['sendMessage']>[1]) =>
  (await client.socket.sendMessage(RITA_JID, content))!.key.id!;

describe('what changes a message', () => {
  it('a phone reacts, changes its mind, takes it back, and reacts to what nobody knows', async () => {
    const id = await send({ text: 'M1' });
    await world.bubble(RITA, CLINIC, id);
    for (const emoji of ['👍', '❤️', '']) {
      await world.post(RITA, CLINIC, { reaction: { id, emoji } });
      await until(`"${emoji}"`, () =>
        reactions.some((one) => one.key.id === id && one.reaction.text === emoji),
      );
      expect((await world.bubble(CLINIC, RITA, id)).reactions).toEqual(emoji ? [{ from: RITA, emoji }] : []);
    }
    expect(reactions.find((one) => one.key.id === id)!.key.fromMe).toBe(true);
    await world.post(RITA, CLINIC, { reaction: { id: 'NUNCA', emoji: '👍' } });
    await until('the stray one', () => reactions.some((one) => one.key.id === 'NUNCA'));
  });

  it('a phone edits what it wrote, for a while, and deletes it', async () => {
    const id = await world.write(RITA, CLINIC, 'Quero 2 caixas', { id: '3EB0CCCC0001' });
    await received(id);
    await world.post(RITA, CLINIC, { edit: { id, text: 'Quero 12 caixas' } });
    const edit = await until('the edit', () =>
      client.updates.find((one) => one.key.id === id && one.update.message),
    );
    expect(edit.update.message!.editedMessage!.message!.conversation).toBe('Quero 12 caixas');
    expect(await world.bubble(CLINIC, RITA, id)).toMatchObject({ text: 'Quero 12 caixas', edited: true });
    await world.post(RITA, CLINIC, { delete: { id } });
    await until('the deletion', () =>
      client.updates.some((one) => one.key.id === id && one.update.message === null),
    );
    expect(await world.bubble(CLINIC, RITA, id)).toMatchObject({ deleted: true, text: null });
    const old = await world.write(RITA, CLINIC, 'antiga', { at: '2026-01-01T00:00:00Z' });
    const late = await world.call('POST', `/phones/${RITA}/messages`, {
      to: CLINIC,
      edit: { id: old, text: 'x' },
    });
    expect(late).toMatchObject({ status: 409, body: { code: 'too_late_to_edit' } });
    const theirs = await send({ text: 'nossa' });
    await world.bubble(RITA, CLINIC, theirs);
    const foreign = await world.call('POST', `/phones/${RITA}/messages`, {
      to: CLINIC,
      edit: { id: theirs, text: 'x' },
    });
    expect(foreign).toMatchObject({ status: 409, body: { code: 'not_yours' } });
  });

  it('a companion that could not read a reaction gets it again', async () => {
    const id = await send({ text: 'M2' });
    await world.bubble(RITA, CLINIC, id);
    for (const key of client.state.keys.keys()) if (key.startsWith('session:')) client.state.keys.delete(key);
    await world.post(RITA, CLINIC, { reaction: { id, emoji: '🎉' } });
    await until('the reaction', () =>
      reactions.some((one) => one.key.id === id && one.reaction.text === '🎉'),
    );
  });
});

describe('what a message carries', () => {
  it('places, once and moving', async () => {
    const place = { latitude: -23.55, longitude: -46.63, name: 'Sé', address: 'Praça da Sé' };
    const fixed = await received(await world.post(RITA, CLINIC, { location: place }));
    expect(fixed.message!.locationMessage).toMatchObject({
      degreesLatitude: -23.55,
      name: 'Sé',
      address: 'Praça da Sé',
    });
    const moving = await received(
      await world.post(RITA, CLINIC, { location: { latitude: 1, longitude: 2, live: true } }),
    );
    expect(moving.message!.liveLocationMessage).toMatchObject({ degreesLongitude: 2 });
    const id = await send({ location: { degreesLatitude: -8, degreesLongitude: -34, name: 'Loja' } });
    expect(await world.bubble(RITA, CLINIC, id)).toMatchObject({
      type: 'location',
      location: { latitude: -8, name: 'Loja' },
    });
  });

  it('contact cards, made or as they are', async () => {
    const vcard =
      'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Oficina\\, Zé & Filhos\r\nitem1.TEL;waid=5511990000042:+55 11 99000-0042\r\nEND:VCARD';
    const id = await world.post(RITA, CLINIC, {
      contacts: [
        { name: 'Dona Lúcia', numbers: ['5511990000041'] },
        { name: 'Oficina', vcard },
      ],
    });
    const cards = (await received(id)).message!.contactsArrayMessage!.contacts!;
    expect(cards.map((card) => card.displayName)).toEqual(['Dona Lúcia', 'Oficina']);
    expect(cards[0]!.vcard).toContain('waid=5511990000041');
    expect(cards[1]!.vcard).toBe(vcard);
    const out = await send({ contacts: { displayName: 'Zé', contacts: [{ displayName: 'Zé', vcard }] } });
    expect(await world.bubble(RITA, CLINIC, out)).toMatchObject({ contacts: [{ name: 'Zé', vcard }] });
  });

  it.each(['pn', 'lid'] as const)(
    'polls of the companion, with votes by %s that change and go',
    async (addressing) => {
      const sent = await client.socket.sendMessage(RITA_JID, {
        poll: { name: 'Qual horário?', values: ['9h', '14h', '18h'], selectableCount: 1 },
      });
      const id = sent!.key.id!;
      await world.bubble(RITA, CLINIC, id);
      const read = async (options: string[]) => {
        const vote = await received(await world.post(RITA, CLINIC, { vote: { id, options }, addressing }));
        const { selectedOptions } = decryptPollVote(vote.message!.pollUpdateMessage!.vote!, {
          pollEncKey: sent!.message!.messageContextInfo!.messageSecret!,
          pollMsgId: id,
          pollCreatorJid: `${CLINIC}@s.whatsapp.net`,
          voterJid: addressing === 'pn' ? RITA_JID : `${ritaLid}@lid`,
        });
        return selectedOptions.length;
      };
      expect([await read(['9h']), await read(['14h']), await read([])]).toEqual([1, 1, 0]);
      const revote = await world.post(RITA, CLINIC, { vote: { id, options: ['18h'] }, addressing });
      await received(revote);
      expect((await world.bubble(CLINIC, RITA, id)).poll!.votes).toEqual([{ from: RITA, options: ['18h'] }]);
    },
  );

  it('polls of a phone; bad votes are refused', async () => {
    const id = await world.post(RITA, CLINIC, { poll: { question: 'Onde?', options: ['Aqui', 'Lá'] } });
    expect((await received(id)).message!.pollCreationMessageV3).toMatchObject({
      name: 'Onde?',
      selectableOptionsCount: 1,
    });
    const bad = await world.call('POST', `/phones/${RITA}/messages`, {
      to: CLINIC,
      vote: { id, options: ['Nunca'] },
    });
    expect(bad).toMatchObject({ status: 400, body: { errors: [{ field: 'vote.options' }] } });
  });

  it('lists and buttons of a business, answers, forwards, mentions and ads', async () => {
    const list = await world.post(RITA, CLINIC, {
      list: { text: 'Escolha', button: 'Ver', rows: [{ id: '1', label: 'Segunda via' }] },
    });
    expect((await received(list)).message!.listMessage!.sections![0]!.rows![0]!.title).toBe('Segunda via');
    const buttons = await world.post(RITA, CLINIC, {
      buttons: { text: 'Confirma?', buttons: [{ id: 's', label: 'Sim' }] },
    });
    expect((await received(buttons)).message!.buttonsMessage).toMatchObject({ contentText: 'Confirma?' });
    const answer = await received(await world.post(RITA, CLINIC, { text: 'isto', replyTo: list }));
    expect(answer.message!.extendedTextMessage!.contextInfo).toMatchObject({
      stanzaId: list,
      quotedMessage: { listMessage: { buttonText: 'Ver' } },
    });
    const forward = await received(await world.post(RITA, CLINIC, { forward: { id: list, from: CLINIC } }));
    expect(forward.message!.listMessage!.contextInfo).toMatchObject({ isForwarded: true });
    const mention = await received(
      await world.post(RITA, CLINIC, { text: '@5511990000001 veja', mentions: [CLINIC] }),
    );
    expect(mention.message!.extendedTextMessage!.contextInfo!.mentionedJid).toEqual([
      `${CLINIC}@s.whatsapp.net`,
    ]);
    const lead = await received(
      await world.post(RITA, CLINIC, {
        text: 'Vi o anúncio',
        ad: { sourceId: '120', title: 'Promo', ctwaClid: 'abc' },
      }),
    );
    expect(lead.message!.extendedTextMessage!.contextInfo).toMatchObject({
      entryPointConversionSource: 'ctwa_ad',
      externalAdReply: { sourceId: '120', ctwaClid: 'abc', sourceType: 'ad' },
    });
  });

  it('the preview of a link', async () => {
    const preview = { url: 'https://ex.com/a_b_c', title: 'Tabela', description: 'de preços' };
    const id = await world.post(RITA, CLINIC, { text: 'veja https://ex.com/a_b_c', preview });
    expect((await received(id)).message!.extendedTextMessage).toMatchObject({
      text: 'veja https://ex.com/a_b_c',
      matchedText: 'https://ex.com/a_b_c',
      title: 'Tabela',
    });
  });

  it('whatever the protobuf can say', async () => {
    const id = await world.post(RITA, CLINIC, {
      raw: { eventMessage: { name: 'Festa', description: 'sábado' } },
    });
    expect((await received(id)).message!.eventMessage).toMatchObject({ name: 'Festa' });
    expect(await world.bubble(CLINIC, RITA, id)).toMatchObject({ type: 'event' });
    const bad = await world.call('POST', `/phones/${RITA}/messages`, {
      to: CLINIC,
      raw: { imageMessage: 'x' },
    });
    expect(bad).toMatchObject({ status: 400, body: { errors: [{ field: 'raw' }] } });
  });

  it('what another message quotes, when the companion answers media', async () => {
    const id = await world.post(RITA, CLINIC, { location: { latitude: 1, longitude: 1 } });
    const quoted = await received(id);
    const answer = await client.socket.sendMessage(RITA_JID, { text: 'aí?' }, { quoted });
    expect((await world.bubble(RITA, CLINIC, answer!.key.id!)).replyTo).toMatchObject({ id });
  });
});
