import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until, type Client } from './baileys-client.ts';
import { makeWorld, type TestWorld } from './world.ts';

const CLINIC = '5511990000001';
const RITA = '5511990000002';
const PAULO = '5511990000055';
const SHOP = '5511990000004';

let world: TestWorld;
let clinic: Client;
let shop: Client;
const changes: { id: string; action: string; participants: { id: string }[] }[] = [];
const subjects: (string | undefined)[] = [];

beforeAll(async () => {
  world = await makeWorld();
  for (const [number, name] of [
    [CLINIC, 'Clínica Sol'],
    [RITA, 'Rita'],
    [PAULO, 'Paulo'],
    [SHOP, 'Loja Mar'],
  ] as const)
    await world.phone(number, name);
  clinic = await world.pair(CLINIC);
  shop = await world.pair(SHOP);
  clinic.socket.ev.on('group-participants.update', (change) => changes.push(change));
  clinic.socket.ev.on('groups.update', (updates) => subjects.push(...updates.map((one) => one.subject)));
});
afterAll(async () => {
  const { body } = await world.call('GET', '/health');
  await world.stop();
  expect(body).toMatchObject({ unknownStanzas: 0, unknown: [] });
});

const received = (client: Client, id: string) =>
  until(`message ${id}`, () => client.messages.find((one) => one.key.id === id && one.message));
const make = async (addressing: 'pn' | 'lid', more: object = {}) => {
  const body = { subject: 'Família', creator: RITA, members: [CLINIC, PAULO, SHOP], addressing, ...more };
  const answer = await world.call('POST', '/groups', body);
  expect(answer.status).toBe(201);
  return answer.body['id'] as string;
};

describe.each(['pn', 'lid'] as const)('a group whose members know each other by %s', (addressing) => {
  let group: string;
  beforeAll(async () => {
    group = await make(addressing);
  });

  it('is told to the companions, which can ask about it', async () => {
    const metadata = await clinic.socket.groupMetadata(group);
    expect(metadata).toMatchObject({ id: group, subject: 'Família', addressingMode: addressing });
    expect(metadata.participants).toHaveLength(4);
    expect(metadata.participants.find((one) => one.admin === 'superadmin')!.id).toMatch(
      addressing === 'pn' ? RITA : /@lid$/,
    );
    expect(await clinic.socket.groupFetchAllParticipating()).toHaveProperty(group);
  });

  it('brings what a phone writes to every member, by one ciphertext', async () => {
    const first = await world.write(RITA, group, 'bom dia');
    const message = await received(clinic, first);
    expect(message.message!.conversation).toBe('bom dia');
    expect(message.key).toMatchObject({ remoteJid: group, fromMe: false, addressingMode: addressing });
    expect(message.key.participant).toMatch(addressing === 'pn' ? `${RITA}@s.whatsapp.net` : /@lid$/);
    await received(shop, first);
    const second = await world.write(RITA, group, 'tudo bem?');
    await received(clinic, second);
    const { data } = (await world.call('GET', `/stanzas?number=${CLINIC}`)).body;
    const nodes = JSON.stringify(
      data.filter((one) => JSON.stringify(one).includes(second) && one['direction'] === 'to_client'),
    );
    expect(nodes).toContain('skmsg');
    expect(nodes).not.toContain('pkmsg');
    expect((await world.bubble(PAULO, group, first)).text).toBe('bom dia');
    const own = await received(clinic, await world.write(CLINIC, group, 'do celular'));
    expect(own.key.fromMe).toBe(true);
  });

  it('brings what a companion writes to every member, phone and companion, with receipts of each', async () => {
    const receipts: { key: { id?: string | null }; receipt: { userJid: string; readTimestamp?: number } }[] =
      [];
    clinic.socket.ev.on('message-receipt.update', (more) => receipts.push(...(more as typeof receipts)));
    const id = (await clinic.socket.sendMessage(group, { text: 'oi, grupo' }))!.key.id!;
    for (const member of [RITA, PAULO, SHOP, CLINIC])
      expect(await world.bubble(member, group, id)).toMatchObject({ text: 'oi, grupo', from: CLINIC });
    await received(shop, id);
    // Baileys folds a receipt that comes within 100 ms into its own message: the ledger knows of all.
    await until('three receipts', async () => Object.keys((await world.row(id)).readers ?? {}).length === 3);
    for (const member of [RITA, PAULO]) await world.call('POST', `/phones/${member}/chats/${group}/read`, {});
    await until(
      'two readings',
      () => receipts.filter((one) => one.key.id === id && one.receipt.readTimestamp).length >= 2,
    );
    await world.bubble(CLINIC, group, id, (one) => one.status === 'delivered');
    await shop.socket.readMessages([(await received(shop, id)).key]);
    await world.bubble(CLINIC, group, id, (one) => one.status === 'read');
    const again = (await clinic.socket.sendMessage(group, { text: 'segunda' }))!.key.id!;
    await world.bubble(RITA, group, again);
    await received(shop, again);
    expect((await world.row(again)).retries).toBe(0);
  });

  it('carries answers, reactions, mentions and deletions', async () => {
    const id = await world.write(PAULO, group, 'quem vem?');
    const asked = await received(clinic, id);
    const answer = (await clinic.socket.sendMessage(group, { text: 'eu' }, { quoted: asked }))!.key.id!;
    expect((await world.bubble(PAULO, group, answer)).replyTo).toMatchObject({ id, text: 'quem vem?' });
    await clinic.socket.sendMessage(group, { react: { text: '👍', key: asked.key } });
    await world.bubble(PAULO, group, id, (one) => one.reactions.some((reaction) => reaction.from === CLINIC));
    const mention = await world.post(RITA, group, {
      text: '@183000000000055 pode ver?',
      mentions: ['183000000000055@lid'],
    });
    expect((await received(clinic, mention)).message!.extendedTextMessage!.contextInfo!.mentionedJid).toEqual(
      ['183000000000055@lid'],
    );
    await world.post(RITA, group, { reaction: { id: answer, emoji: '🎉' } });
    await world.bubble(CLINIC, group, answer, (one) =>
      one.reactions.some((reaction) => reaction.from === RITA),
    );
    await world.post(PAULO, group, { delete: { id } });
    await world.bubble(RITA, group, id, (one) => one.deleted);
  });

  it('encrypts again for a companion that lost the keys, and for a phone that could not read', async () => {
    for (const key of shop.state.keys.keys()) if (key.startsWith('sender-key:')) shop.state.keys.delete(key);
    const id = await world.write(RITA, group, 'leram?');
    expect((await received(shop, id)).message!.conversation).toBe('leram?');
    await world.fault({ kind: 'retry_request', number: PAULO });
    const out = (await clinic.socket.sendMessage(group, { text: 'e isto?' }))!.key.id!;
    await world.bubble(PAULO, group, out);
    expect((await world.row(out)).deliveries.find((one) => one.number === PAULO)!.retries).toBe(1);
  });

  it('changes its name and its members, and keeps strangers out', async () => {
    await world.call('POST', `/groups/${group}`, { subject: 'Família Souza' });
    await until('the name', () => subjects.includes('Família Souza'));
    expect((await world.call('POST', `/groups/${group}`, { by: PAULO, announce: true })).status).toBe(403);
    const told = (action: string) =>
      until(action, () => changes.find((one) => one.id === group && one.action === action));
    await world.call('POST', `/groups/${group}/promote`, { members: [PAULO] });
    await told('promote');
    await world.call('POST', `/groups/${group}/remove`, { members: [SHOP], by: PAULO });
    await told('remove');
    const secret = await world.write(RITA, group, 'sem a loja');
    await received(clinic, secret);
    expect(await world.messages(SHOP, group)).not.toContainEqual(expect.objectContaining({ id: secret }));
    const refused = await world.call('POST', `/phones/${SHOP}/messages`, { to: group, text: 'oi' });
    expect(refused).toMatchObject({ status: 403, body: { code: 'not_a_member' } });
    await expect(shop.socket.groupMetadata(group)).rejects.toMatchObject({ data: 403 });
    await world.call('POST', `/groups/${group}/add`, { members: [SHOP] });
    await told('add');
    await received(shop, await world.write(RITA, group, 'voltou'));
  });
});

describe('groups of companions', () => {
  it('are made, changed and left by a client', async () => {
    const { id } = await clinic.socket.groupCreate('Pedidos', [`${RITA}@s.whatsapp.net`]);
    await clinic.socket.groupUpdateSubject(id, 'Pedidos de hoje');
    await clinic.socket.groupUpdateDescription(id, 'Só pedidos');
    const added = await clinic.socket.groupParticipantsUpdate(
      id,
      [`${PAULO}@s.whatsapp.net`, '5511900000000@s.whatsapp.net'],
      'add',
    );
    expect(added.map((one) => one.status)).toEqual(['200', '404']);
    await clinic.socket.groupSettingUpdate(id, 'announcement');
    const { body } = await world.call('GET', `/groups/${id}`);
    expect(body).toMatchObject({
      subject: 'Pedidos de hoje',
      description: 'Só pedidos',
      announce: true,
      addressing: 'lid',
    });
    expect(body['members']).toHaveLength(3);
    const mute = await world.call('POST', `/phones/${RITA}/messages`, { to: id, text: 'posso?' });
    expect(mute).toMatchObject({ status: 403, body: { code: 'not_an_admin' } });
    await clinic.socket.groupLeave(id);
    expect(
      (await world.call('GET', `/groups?number=${CLINIC}`)).body.data.map((one) => one['id']),
    ).not.toContain(id);
  });

  it('may have an id of long ago', async () => {
    const id = await make('pn', { id: `${RITA}-1500000000@g.us` });
    const sent = (await clinic.socket.sendMessage(id, { text: 'antigo' }))!.key.id!;
    expect((await world.bubble(RITA, id, sent)).text).toBe('antigo');
    await received(clinic, await world.write(RITA, id, 'sim'));
  });
});

describe('status posts', () => {
  it('of a phone reach those that it talks with, of a companion those that it names', async () => {
    await world.write(RITA, CLINIC, 'oi');
    const id = await world.write(RITA, 'status@broadcast', 'na praia');
    const post = await received(clinic, id);
    expect(post.key).toMatchObject({ remoteJid: 'status@broadcast', participant: `${RITA}@s.whatsapp.net` });
    const own = await clinic.socket.sendMessage(
      'status@broadcast',
      { text: 'promoção' },
      { statusJidList: [`${RITA}@s.whatsapp.net`, `${CLINIC}@s.whatsapp.net`] },
    );
    expect((await world.bubble(RITA, 'status@broadcast', own!.key.id!)).text).toBe('promoção');
  });
});
