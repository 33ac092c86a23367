import { proto } from '@whiskeysockets/baileys';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, newState, until, type Client } from './baileys-client.ts';
import { makeWorld, type TestWorld } from './world.ts';

const CLINIC = '5511990000001';
const RITA = '5511990000002';
const RITA_JID = `${RITA}@s.whatsapp.net`;

let world: TestWorld;

beforeEach(async () => {
  world = await makeWorld();
  await world.phone(CLINIC, 'Clínica Sol');
  await world.phone(RITA, 'Rita');
});
afterEach(async () => {
  const { body } = await world.call('GET', '/health');
  await world.stop();
  expect(body).toMatchObject({ unknownStanzas: 0, unknown: [] });
});

const received = (client: Client, id: string) =>
  until(`message ${id}`, () => client.messages.find((one) => one.key.id === id && one.message));

describe('a lead from an ad', () => {
  const lead = { text: 'Vi o anúncio', as: 'unavailable', ad: { sourceId: '120', ctwaClid: 'abc' } };

  it('comes without content, which the own phone gives when it is asked', async () => {
    const client = await world.pair(CLINIC);
    const id = await world.post(RITA, CLINIC, lead);
    const stub = await until('the stub', () => client.messages.find((one) => one.key.id === id));
    expect(stub).toMatchObject({ messageStubType: 2, key: { remoteJid: RITA_JID } });
    expect(stub.message).toBeFalsy();
    expect(await world.bubble(CLINIC, RITA, id)).toMatchObject({
      text: 'Vi o anúncio',
      ad: { sourceId: '120', ctwaClid: 'abc' },
    });
    const healed = await received(client, id);
    expect(healed.message!.extendedTextMessage).toMatchObject({
      text: 'Vi o anúncio',
      contextInfo: { externalAdReply: { sourceId: '120', ctwaClid: 'abc' } },
    });
  });

  it('stays without content while the own phone is switched off', async () => {
    const client = await world.pair(CLINIC);
    const fault = await world.fault({ kind: 'phone_silent', number: CLINIC });
    const id = await world.post(RITA, CLINIC, lead);
    await until(
      'the request',
      async () => (await world.call('GET', '/faults')).body.data[0]!['struck'] === 1,
    );
    expect(client.messages.some((one) => one.key.id === id && one.message)).toBe(false);
    await world.call('DELETE', `/faults/${fault}`);
    await client.socket.sendPeerDataOperationMessage({
      placeholderMessageResendRequest: [{ messageKey: { remoteJid: RITA_JID, fromMe: false, id } }],
      peerDataOperationRequestType: proto.Message.PeerDataOperationRequestType.PLACEHOLDER_MESSAGE_RESEND,
    });
    await received(client, id);
  });

  it('is, when it may be seen once, for the phone only', async () => {
    const client = await world.pair(CLINIC);
    const image = { base64: Buffer.from('89504e470d0a1a0a', 'hex').toString('base64') };
    const id = await world.post(RITA, CLINIC, { image, viewOnce: true, as: 'unavailable' });
    const stub = await until('the stub', () => client.messages.find((one) => one.key.id === id));
    expect(stub.key).toMatchObject({ isViewOnce: true });
    expect(await world.bubble(CLINIC, RITA, id)).toMatchObject({ type: 'image', viewOnce: true });
    await client.socket.sendPeerDataOperationMessage({
      placeholderMessageResendRequest: [{ messageKey: { remoteJid: RITA_JID, fromMe: false, id } }],
      peerDataOperationRequestType: proto.Message.PeerDataOperationRequestType.PLACEHOLDER_MESSAGE_RESEND,
    });
    await received(client, await world.write(RITA, CLINIC, 'viu?'));
    expect(client.messages.some((one) => one.key.id === id && one.message)).toBe(false);
  });
});

describe('history', () => {
  it('is told at the first login, in order, when the phone is set to do so', async () => {
    for (let one = 1; one <= 25; one++) await world.write(RITA, CLINIC, `antiga ${one}`);
    await world.call('POST', '/phones', { number: CLINIC, history: { chats: 5, messages: 20 } });
    await world.call('POST', `/phones/${CLINIC}/contacts`, { number: RITA, name: 'Rita Souza' });
    const sets: {
      syncType: number;
      messages: { key: { id: string } }[];
      chats: { id: string; name: string }[];
      progress: number;
    }[] = [];
    const state = newState();
    const listen = (client: Client) =>
      client.socket.ev.on('messaging-history.set', (set) => sets.push(set as never));
    const first = connect(world.sandbox.socketUrl, state, { shouldSyncHistoryMessage: () => true });
    await world.call('POST', `/phones/${CLINIC}/scan`, {
      qr: await until('a QR', () => first.connection.qr),
    });
    await until('the restart', () => first.connection.closedWith);
    const client = connect(world.sandbox.socketUrl, state, { shouldSyncHistoryMessage: () => true });
    listen(client);
    await until('all of it', () => sets.some((set) => set.progress === 100));
    const texts = new Set(sets.flatMap((set) => set.messages.map((one) => one.key.id)));
    expect(texts.size).toBe(20);
    expect(sets.map((set) => set.syncType)).toEqual([0, 4, 3]);
    expect(sets[0]!.chats[0]).toMatchObject({
      id: RITA_JID,
      name: 'Rita Souza',
      lidJid: expect.stringMatching(/@lid$/),
    });
    const oldest = (await world.messages(CLINIC, RITA))[5]!;
    await client.socket.fetchMessageHistory(50, { remoteJid: RITA_JID, fromMe: false, id: oldest.id }, 0);
    await until('the older ones', () => sets.find((set) => set.syncType === 6)?.messages.length === 5);
    client.close();
    const again = await world.reconnect(state, { shouldSyncHistoryMessage: () => true });
    const id = await world.write(RITA, CLINIC, 'nova');
    await received(again, id);
    expect(sets).toHaveLength(4);
  });

  it('is not told by a phone that is not set to do so', async () => {
    await world.write(RITA, CLINIC, 'antiga');
    const client = await world.pair(CLINIC);
    const id = await world.write(RITA, CLINIC, 'nova');
    await received(client, id);
    expect(client.messages.map((one) => one.key.id)).toEqual([id]);
  });
});

describe('what all devices of an account agree on', () => {
  it('goes from the phone to the companion and back, with checked MACs', async () => {
    await world.call('POST', '/phones', { number: CLINIC, history: { chats: 0, messages: 0 } });
    await world.write(RITA, CLINIC, 'oi');
    const client = await world.pair(CLINIC, {
      shouldSyncHistoryMessage: () => true,
      appStateMacVerification: { patch: true, snapshot: true },
    });
    const chats: { id?: string | null; archived?: boolean | null; pinned?: number | null }[] = [];
    const contacts: { id?: string; name?: string }[] = [];
    client.socket.ev.on('chats.update', (more) => chats.push(...more));
    client.socket.ev.on('contacts.upsert', (more) => contacts.push(...more));
    await until('the key', () => client.state.creds.myAppStateKeyId);
    await until('the first sync', () => (client.state.creds.accountSyncCounter ?? 0) > 0);
    await world.call('POST', `/phones/${CLINIC}/contacts`, { number: RITA, name: 'Rita Souza' });
    await until('the name', () => contacts.some((one) => one.id === RITA_JID && one.name === 'Rita Souza'));
    await world.call('POST', `/phones/${CLINIC}/chats/${RITA}/archive`, {});
    await until('the archive', () => chats.some((one) => one.id === RITA_JID && one.archived === true));
    await client.socket.chatModify({ pin: true }, RITA_JID);
    const chat = async () => (await world.call('GET', `/phones/${CLINIC}/chats`)).body.data[0]!;
    await until('the pin', async () => (await chat())['pinned'] === true);
    expect(await chat()).toMatchObject({ archived: true, pinned: true, name: 'Rita Souza' });
    await world.call('POST', `/phones/${CLINIC}/chats/${RITA}/archive`, { archived: false });
    await until('the end of it', () => chats.some((one) => one.id === RITA_JID && one.archived === false));
  });
});

describe('calls', () => {
  it('ring on the companion, which can refuse them', async () => {
    const client = await world.pair(CLINIC);
    const seen: { id: string; status: string; isVideo?: boolean; from: string }[] = [];
    client.socket.ev.on('call', (calls) => seen.push(...calls));
    const { id } = (await world.call('POST', `/phones/${RITA}/calls`, { to: CLINIC, video: true })).body as {
      id?: string;
    };
    await until('the call', () => seen.length === 1);
    expect(seen[0]).toMatchObject({ id, status: 'offer', isVideo: true, from: RITA_JID });
    await client.socket.rejectCall(id!, seen[0]!.from);
    const call = async (number: string) => (await world.call('GET', `/phones/${number}/calls`)).body.data[0]!;
    expect(await call(RITA)).toMatchObject({ id, status: 'rejected' });
    expect(await world.bubble(RITA, CLINIC, id!)).toMatchObject({
      type: 'call',
      call: { status: 'rejected', video: true },
    });
  });

  it('end unanswered', async () => {
    const client = await world.pair(CLINIC);
    const seen: { status: string }[] = [];
    client.socket.ev.on('call', (calls) => seen.push(...calls));
    const { id } = (await world.call('POST', `/phones/${RITA}/calls`, { to: CLINIC })).body as {
      id?: string;
    };
    expect((await world.call('POST', `/calls/${id}/end`, {})).body).toMatchObject({ status: 'missed' });
    await until('the end', () => seen.some((one) => one.status === 'timeout'));
    expect((await world.call('POST', '/calls/nenhuma/end', {})).status).toBe(404);
  });

  it.each([
    ['answer', 'answered'],
    ['reject', 'rejected'],
  ])('are taken on the phone: %s', async (what, status) => {
    const client = await world.pair(CLINIC);
    const reasons: string[] = [];
    client.socket.ws.on(
      'CB:call',
      ({ content }: { content: { tag: string; attrs: { reason?: string } }[] }) =>
        reasons.push(content[0]!.attrs.reason ?? content[0]!.tag),
    );
    const { id } = (await world.call('POST', `/phones/${RITA}/calls`, { to: CLINIC })).body as {
      id?: string;
    };
    expect((await world.call('POST', `/calls/${id}/${what}`, {})).body).toMatchObject({ status });
    await until('the others stop ringing', () =>
      reasons.includes(`${what === 'answer' ? 'accepted' : 'rejected'}_elsewhere`),
    );
    expect((await world.call('POST', `/calls/${id}/end`, {})).body).toMatchObject({ status });
  });
});

describe('presence', () => {
  it('is told to those that asked, and recording is seen both ways', async () => {
    const client = await world.pair(CLINIC);
    const seen: string[] = [];
    client.socket.ev.on('presence.update', ({ presences }) =>
      seen.push(...Object.values(presences).map((one) => one.lastKnownPresence)),
    );
    await client.socket.presenceSubscribe(RITA_JID);
    await until('away', () => seen.includes('unavailable'));
    await world.call('POST', `/phones/${RITA}/presence`, { state: 'available' });
    await until('there', () => seen.includes('available'));
    await world.call('POST', `/phones/${RITA}/chats/${CLINIC}/typing`, { state: 'recording' });
    await until('recording', () => seen.includes('recording'));
    await client.socket.sendPresenceUpdate('available');
    await until(
      'the clinic to be online',
      async () => (await world.call('GET', `/phones/${CLINIC}`)).body['online'] === true,
    );
  });
});

describe('an identity that changes', () => {
  it('a phone is set up anew: its security code changes, and the talk goes on both ways', async () => {
    const client = await world.pair(CLINIC);
    await received(client, await world.write(RITA, CLINIC, 'antes'));
    const before = (await client.socket.sendMessage(RITA_JID, { text: 'resposta' }))!.key.id!;
    await world.bubble(RITA, CLINIC, before);
    expect((await world.call('POST', `/phones/${RITA}/reinstall`, {})).status).toBe(204);
    const told = await until('the notice', async () =>
      (await world.call('GET', `/stanzas?number=${CLINIC}`)).body.data.find(
        (one) => JSON.stringify(one).includes('"identity"') && JSON.stringify(one).includes('notification'),
      ),
    );
    expect(JSON.stringify(told)).toContain(RITA);
    const out = (await client.socket.sendMessage(RITA_JID, { text: 'ainda aí?' }))!.key.id!;
    expect((await world.bubble(RITA, CLINIC, out)).text).toBe('ainda aí?');
    expect(
      (await received(client, await world.write(RITA, CLINIC, 'celular novo'))).message!.conversation,
    ).toBe('celular novo');
  });

  it('a phone takes another number: same LID, chats kept, groups told', async () => {
    const client = await world.pair(CLINIC);
    const { lid } = (await world.call('GET', `/phones/${RITA}`)).body;
    const group = (
      await world.call('POST', '/groups', {
        subject: 'G',
        creator: RITA,
        members: [CLINIC],
        addressing: 'pn',
      })
    ).body['id'] as string;
    await received(client, await world.write(RITA, CLINIC, 'vou mudar'));
    const fresh = '5547990000002';
    expect((await world.call('POST', `/phones/${RITA}/number`, { number: CLINIC })).status).toBe(409);
    expect((await world.call('POST', `/phones/${RITA}/number`, { number: fresh })).status).toBe(204);
    expect((await world.call('GET', `/phones/${RITA}`)).status).toBe(404);
    expect((await world.call('GET', `/phones/${fresh}`)).body['lid']).toBe(lid);
    const message = await received(client, await world.write(fresh, CLINIC, 'número novo'));
    expect(message.key).toMatchObject({
      remoteJid: `${fresh}@s.whatsapp.net`,
      remoteJidAlt: `${lid as string}@lid`,
    });
    expect((await world.messages(fresh, CLINIC)).map((one) => one.text)).toEqual([
      'vou mudar',
      'número novo',
    ]);
    await received(client, await world.write(fresh, group, 'no grupo também'));
    expect(await client.socket.onWhatsApp(RITA)).toEqual([]);
  });

  it('a person shows a user name and a hidden id only', async () => {
    const client = await world.pair(CLINIC);
    await world.call('POST', '/phones', {
      number: '5511990000088',
      name: 'Anônima',
      username: 'sol.da.manha',
      hidesNumber: true,
    });
    const message = await received(client, await world.write('5511990000088', CLINIC, 'quem sou?'));
    expect(message.key.remoteJid).toMatch(/@lid$/);
    expect(message.key.remoteJidAlt).toBeUndefined();
    const answer = (await client.socket.sendMessage(message.key.remoteJid!, { text: 'sol?' }))!.key.id!;
    expect((await world.bubble('5511990000088', CLINIC, answer)).text).toBe('sol?');
    await world.call('POST', `/phones/${CLINIC}/messages`, {
      to: '5511990000088',
      text: 'do celular',
      addressing: 'lid',
    });
    const own = await until('the own copy', () =>
      client.messages.find((one) => one.key.fromMe && one.message?.conversation === 'do celular'),
    );
    expect(own.key).toMatchObject({ remoteJidUsername: 'sol.da.manha' });
  });
});

describe('answers by themselves', () => {
  it('come by keyword, or as an echo, with typing first, and are not answered', async () => {
    const client = await world.pair(CLINIC);
    const typing: unknown[] = [];
    client.socket.ev.on('presence.update', (update) => typing.push(update));
    await world.call('POST', `/phones/${RITA}/replies`, { keyword: 'PREÇO', text: '200 reais', delayMs: 30 });
    const { body } = await world.call('POST', `/phones/${RITA}/replies`, { delayMs: 0, typing: false });
    await world.call('POST', `/phones/${CLINIC}/replies`, { text: 'nunca', delayMs: 0 });
    await client.socket.sendMessage(RITA_JID, { text: 'qual o preço?' });
    await until('the answer', () => client.messages.some((one) => one.message?.conversation === '200 reais'));
    expect(typing.length).toBeGreaterThan(0);
    await client.socket.sendMessage(RITA_JID, { text: 'eco' });
    await until('the echo', () => client.messages.some((one) => one.message?.conversation === 'eco'));
    expect((await world.messages(RITA, CLINIC)).some((one) => one.text === 'nunca')).toBe(false);
    expect((await world.call('DELETE', `/phones/${RITA}/replies/${body['id'] as string}`)).status).toBe(204);
    expect((await world.call('GET', `/phones/${RITA}/replies`)).body.data).toHaveLength(1);
  });
});

describe('a channel', () => {
  it('posts to the companions of its followers', async () => {
    const client = await world.pair(CLINIC);
    const { body } = await world.call('POST', '/newsletters/120363000000000001/posts', {
      to: CLINIC,
      text: 'novidades',
    });
    const post = await received(client, body['id'] as string);
    expect(post.key.remoteJid).toBe('120363000000000001@newsletter');
    await until(
      'the acknowledgement',
      async () => (await world.call('GET', `/phones/${CLINIC}`)).body.devices[0]!.waiting === 0,
    );
  });
});
