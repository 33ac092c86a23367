import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { plantRows } from '../../test/planted-rows.ts';
import { follow } from '../../test/realtime-client.ts';
import { keyWith, type SeededAccount, testServer, type TestServer } from '../../test/servers.ts';
import { toTypeId } from '../db/ids.ts';

let server: TestServer;
let clinic: SeededAccount;
let shop: SeededAccount;
let admin: string;
beforeAll(async () => {
  server = await testServer({ env: { METAHUB_TRUST_PROXY: 'yes' } });
  [clinic, shop] = server.agencies[0].clients;
  admin = await server.signIn(clinic.members.admin);
});
afterAll(() => server?.stop());

const asAdmin = (method: string, path: string, body?: object) =>
  server.call(method, path, { token: admin, body });
const memberPath = (account: SeededAccount, role: 'admin' | 'supervisor' | 'agent') =>
  `/members/${toTypeId('mem', account.members[role].memberId)}`;
const invite = async (email: string, role = 'agent'): Promise<string> => {
  const reply = await asAdmin('POST', '/invitations', { email, role });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body.link.split('#')[1];
};
const accept = (body: object) => server.call('POST', '/auth/invitations/accept', { body });
const signIn = (email: string, password: string) =>
  server.call('POST', '/auth/sign-in', { body: { email, password } });

describe('a member', () => {
  test('gets another role at once, on an open socket too', async () => {
    const token = await server.signIn(shop.members.supervisor);
    const shopAdmin = await server.signIn(shop.members.admin);
    const rows = await plantRows(server.db, shop.id, 'held by the agent');
    await server.db.asOwner('update cases set assignee_id = $2 where account_id = $1', [
      shop.id,
      shop.members.agent.memberId,
    ]);
    const path = `/conversations/${rows.conversationId}`;
    expect((await server.call('GET', path, { token })).status).toBe(200);
    const socket = await follow(server, { token });
    const changed = await server.call('PATCH', memberPath(shop, 'supervisor'), {
      token: shopAdmin,
      body: { role: 'agent' },
    });
    expect(changed).toMatchObject({ status: 200, body: { role: 'agent' } });
    expect((await server.call('GET', path, { token })).status).toBe(404);
    // What is the agent's is told to the agent's sockets only; what is nobody's, to all.
    await server.call('PATCH', `/contacts/${rows.contactId}`, {
      token: shopAdmin,
      body: { name: 'Rita' },
      headers: { 'if-match': '*' },
    });
    const told = await socket.next(({ type }) => type === 'contact.updated');
    expect(told).toBeTruthy();
    expect(socket.events().filter(({ type }) => type === 'conversation.updated')).toEqual([]);
    const { body } = await server.call('GET', '/audit', {
      token: shopAdmin,
      query: { action: 'member.updated' },
    });
    expect(body.data[0]).toMatchObject({
      before: { role: 'supervisor' },
      after: { role: 'agent' },
      actor: { kind: 'user' },
    });
  });

  test("C51: who is removed is out at once: sockets close, REST answers 401, and what was theirs is nobody's", async () => {
    const other = server.agencies[1].clients[0];
    const otherAdmin = await server.signIn(other.members.admin);
    const token = await server.signIn(other.members.agent);
    const rows = await plantRows(server.db, other.id, 'left behind');
    await server.db.asOwner('update cases set assignee_id = $2 where account_id = $1', [
      other.id,
      other.members.agent.memberId,
    ]);
    const embed = await server.embed({ agency: server.agencies[1], account: other, externalId: 'goes-too' });
    const socket = await follow(server, { token });
    const embedded = await follow(server, { token: embed.token, origin: 'https://portal.example' });
    const remove = (path: string) => server.call('DELETE', path, { token: otherAdmin });
    expect((await remove(memberPath(other, 'agent'))).status).toBe(204);
    expect((await remove(memberPath(other, 'agent'))).status).toBe(204);
    expect(await socket.next(({ type }) => type === 'bye')).toMatchObject({ code: 'revoked' });
    expect(await socket.closed).toBe(4403);
    expect(await server.call('GET', '/me', { token })).toMatchObject({
      status: 401,
      body: { code: 'token_revoked' },
    });
    const { body } = await server.call('GET', `/conversations/${rows.conversationId}`, { token: otherAdmin });
    expect(body.case.assigneeId).toBeNull();
    const { body: members } = await server.call('GET', '/members', { token: otherAdmin });
    const [person] = members.data.filter(({ externalId }: any) => externalId === 'goes-too');
    expect((await remove(`/members/${person.id}`)).status).toBe(204);
    expect(await embedded.next(({ type }) => type === 'bye')).toMatchObject({ code: 'revoked' });
    expect(
      (await server.call('GET', '/me', { token: embed.token, headers: { origin: 'https://portal.example' } }))
        .status,
    ).toBe(401);
  });

  test('stays an admin while there is no other, also when two go at the same moment', async () => {
    const last = { status: 409, body: { code: 'last_admin' } };
    expect(await asAdmin('PATCH', memberPath(clinic, 'admin'), { role: 'agent' })).toMatchObject(last);
    expect(await asAdmin('DELETE', memberPath(clinic, 'admin'))).toMatchObject(last);
    await asAdmin('PATCH', memberPath(clinic, 'supervisor'), { role: 'admin' });
    const both = await Promise.all(
      (['admin', 'supervisor'] as const).map((role) =>
        server.call('PATCH', memberPath(clinic, role), {
          token: clinic.apiKey,
          body: { role: 'supervisor' },
        }),
      ),
    );
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    for (const [role, to] of [
      ['admin', 'admin'],
      ['supervisor', 'supervisor'],
    ] as const)
      expect(
        (await server.call('PATCH', memberPath(clinic, role), { token: clinic.apiKey, body: { role: to } }))
          .status,
      ).toBe(200);
  });

  test('is given no more than the giver has, and loses nothing to one who has less', async () => {
    const narrow = await keyWith(server, clinic.id, ['members:read', 'members:write', 'account:read']);
    const as = (method: string, path: string, body?: object) =>
      server.call(method, path, { token: narrow, body });
    const beyond = { status: 403, body: { code: 'grant_exceeds_caller' } };
    expect(await as('PATCH', memberPath(clinic, 'agent'), { role: 'admin' })).toMatchObject(beyond);
    expect(await as('DELETE', memberPath(clinic, 'supervisor'))).toMatchObject(beyond);
    expect(await as('POST', '/invitations', { email: 'x@example.com', role: 'agent' })).toMatchObject(beyond);
  });
});

describe('an invitation', () => {
  test('makes somebody new a member who is signed in, and works once', async () => {
    const token = await invite('bia@example.com', 'supervisor');
    const view = await server.call('POST', '/auth/invitations/read', { body: { token } });
    expect(view.body).toEqual({
      email: 'bia@example.com',
      role: 'supervisor',
      accountName: expect.stringContaining('Clínica Sol'),
      invitedBy: 'Someone who is admin',
      hasSignIn: false,
    });
    expect(await accept({ token, password: 'short', name: 'Bia' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/body/password' }] },
    });
    expect(await accept({ token, password: 'long enough it is' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/body/name' }] },
    });
    const accepted = await accept({ token, password: 'long enough it is', name: 'Bia Nunes' });
    expect(accepted).toMatchObject({
      status: 200,
      body: { accountId: clinic.typeId, user: { name: 'Bia Nunes' } },
    });
    expect(accepted.headers.getSetCookie()[0]).toMatch(/^mh_refresh=.*HttpOnly/);
    const me = await server.call('GET', '/me', { token: accepted.body.accessToken });
    expect(me.body.member).toMatchObject({ role: 'supervisor', name: 'Bia Nunes' });
    expect(await accept({ token, password: 'long enough it is', name: 'Bia' })).toMatchObject({
      status: 410,
      body: { code: 'invitation_ended' },
    });
    expect(await asAdmin('POST', '/invitations', { email: 'BIA@example.com', role: 'agent' })).toMatchObject({
      status: 409,
      body: { code: 'already_member' },
    });
    const { body } = await server.call('GET', '/audit', { token: admin, query: { action: 'invitation' } });
    expect(body.data.map(({ action }: any) => action)).toEqual(['invitation.accepted', 'invitation.created']);
    expect(JSON.stringify(body)).not.toContain(token);
  });

  test('of somebody with a sign-in asks for its password, and never changes it', async () => {
    const { email, password } = shop.members.agent;
    const token = await invite(email);
    expect((await server.call('POST', '/auth/invitations/read', { body: { token } })).body.hasSignIn).toBe(
      true,
    );
    expect(await accept({ token, password: 'somebody else chose it' })).toMatchObject({
      status: 401,
      body: { code: 'invalid_credentials' },
    });
    expect((await signIn(email, password)).status).toBe(200);
    const accepted = await accept({ token, password });
    expect(accepted).toMatchObject({ status: 200, body: { accountId: clinic.typeId } });
    expect(accepted.body.members).toHaveLength(2);
  });

  test('is over when it was revoked, made anew, or is old; and an invented one is none', async () => {
    const ended = { status: 410, body: { code: 'invitation_ended' } };
    const [first, second] = [await invite('dani@example.com'), await invite('dani@example.com')];
    const read = (token: string) => server.call('POST', '/auth/invitations/read', { body: { token } });
    expect(await read(first)).toMatchObject(ended);
    expect((await read(second)).status).toBe(200);
    const { body } = await asAdmin('GET', '/invitations');
    const waiting = body.data.filter(({ email }: any) => email === 'dani@example.com');
    expect(waiting).toHaveLength(1);
    expect((await asAdmin('DELETE', `/invitations/${waiting[0].id}`)).status).toBe(204);
    expect(await read(second)).toMatchObject(ended);
    const old = await invite('eva@example.com');
    await server.db.asOwner(
      `update invitations set expires_at = now() - interval '1 second' where email = 'eva@example.com'`,
    );
    expect(await accept({ token: old, name: 'Eva', password: 'long enough it is' })).toMatchObject(ended);
    expect(await read('A'.repeat(43))).toMatchObject(ended);
  });

  test('accepted twice at the same moment makes one member', async () => {
    const token = await invite('gil@example.com');
    const both = await Promise.all(
      [1, 2].map(() => accept({ token, name: 'Gil', password: 'long enough it is' })),
    );
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    const { body } = await asAdmin('GET', '/members');
    expect(body.data.filter(({ name }: any) => name === 'Gil')).toHaveLength(1);
  });
});

describe('with a mail server', () => {
  test('invitations and resets go by e-mail, in the language of the account, and nobody else sees the link', async () => {
    const inbox = await mailbox();
    const mailing = await testServer({
      env: {
        METAHUB_SMTP_URL: `smtp://127.0.0.1:${inbox.port}`,
        METAHUB_MAIL_FROM: 'Aurora <hub@aurora.example>',
        METAHUB_PUBLIC_URL: 'https://painel.example',
      },
    });
    onTestFinished(() => mailing.stop());
    const [account] = mailing.agencies[0].clients;
    const token = await mailing.signIn(account.members.admin);
    const made = await mailing.call('POST', '/invitations', {
      token,
      body: { email: 'nova@example.com', role: 'agent' },
    });
    expect(made).toMatchObject({ status: 201, body: { link: null } });
    const [letter] = await inbox.letters(1);
    expect(letter).toContain('RCPT TO:<nova@example.com>');
    const link = decode(letter!).match(/https:\/\/painel\.example\/accept-invitation#(\S+)/)![1]!;
    expect(decode(letter!)).toContain('convidou você');
    const accepted = await mailing.call('POST', '/auth/invitations/accept', {
      body: { token: link, name: 'Nova', password: 'long enough it is' },
    });
    expect(accepted.status).toBe(200);

    // An address that nobody has answers the same, and gets nothing.
    for (const email of ['ninguem@example.com', account.members.agent.email])
      expect((await mailing.call('POST', '/auth/password-resets', { body: { email } })).status).toBe(204);
    const letters = await inbox.letters(2);
    expect(letters[1]).toContain(`RCPT TO:<${account.members.agent.email}>`);
    const reset = decode(letters[1]!).match(/reset-password#(\S+)/)![1]!;
    const confirm = (value: string) =>
      mailing.call('POST', '/auth/password-resets/confirm', {
        body: { token: value, password: 'a whole new phrase' },
      });
    const before = await mailing.signIn(account.members.agent);
    const socket = await follow(mailing, { token: before });
    expect((await confirm(reset)).status).toBe(204);
    expect(await socket.next(({ type }) => type === 'bye')).toMatchObject({ code: 'revoked' });
    expect((await mailing.call('GET', '/me', { token: before })).status).toBe(401);
    expect(await confirm(reset)).toMatchObject({ status: 410, body: { code: 'reset_ended' } });
    const wrong = { ...account.members.agent };
    await expect(mailing.signIn(wrong)).rejects.toThrow(/invalid_credentials/);
    expect(await mailing.signIn({ ...wrong, password: 'a whole new phrase' })).toBeTruthy();
    expect(mailing.log.join('')).not.toContain(link);
    expect(mailing.log.join('')).not.toContain(reset);
  });
});

describe("a person's own sign-ins", () => {
  test("are listed, ended one by one or all the others, and nobody ends another person's", async () => {
    const person = shop.members.admin;
    const [phone, laptop, here] = [
      await server.signIn(person),
      await server.signIn(person),
      await server.signIn(person),
    ];
    const list = async () => (await server.call('GET', '/auth/sign-ins', { token: here })).body.data;
    const before = await list();
    expect(before[0]).toMatchObject({
      current: true,
      userAgent: expect.any(String),
      address: expect.any(String),
    });
    const stranger = await server.signIn(clinic.members.supervisor);
    expect((await server.call('DELETE', `/auth/sign-ins/${before[0].id}`, { token: stranger })).status).toBe(
      404,
    );
    const socket = await follow(server, { token: laptop });
    expect((await server.call('DELETE', `/auth/sign-ins/${before[1].id}`, { token: here })).status).toBe(204);
    expect(await socket.next(({ type }) => type === 'bye')).toMatchObject({ code: 'revoked' });
    expect((await server.call('GET', '/me', { token: laptop })).status).toBe(401);
    expect((await server.call('GET', '/me', { token: phone })).status).toBe(200);
    expect((await server.call('DELETE', '/auth/sign-ins', { token: here })).status).toBe(204);
    expect((await server.call('GET', '/me', { token: phone })).status).toBe(401);
    expect(await list()).toMatchObject([{ current: true }]);
  });

  test('end with a change of the password, but the one that changed it', async () => {
    const person = shop.members.agent;
    const [elsewhere, here] = [await server.signIn(person), await server.signIn(person)];
    const change = (currentPassword: string, newPassword: string) =>
      server.call('POST', '/auth/password', { token: here, body: { currentPassword, newPassword } });
    expect(await change('wrong', 'a whole new phrase')).toMatchObject({
      status: 422,
      body: { code: 'wrong_password' },
    });
    expect((await change(person.password, 'short')).status).toBe(400);
    expect((await change(person.password, 'a whole new phrase')).status).toBe(204);
    expect((await server.call('GET', '/me', { token: elsewhere })).status).toBe(401);
    expect((await server.call('GET', '/me', { token: here })).status).toBe(200);
    expect((await signIn(person.email, person.password)).status).toBe(401);
    expect((await change('a whole new phrase', person.password)).status).toBe(204);
  });
});

test('an API key is replaced with an overlap, in which both work; its scopes are not widened', async () => {
  const make = await asAdmin('POST', '/api-keys', {
    name: 'Loja',
    scopes: ['contacts:read', 'account:read'],
  });
  const old = make.body.secret;
  const rotate = (overlapHours: number, token = admin) =>
    server.call('POST', `/api-keys/${make.body.apiKey.id}/rotate`, { token, body: { overlapHours } });
  const narrow = await keyWith(server, clinic.id, ['keys:write']);
  expect(await rotate(1, narrow)).toMatchObject({ status: 403, body: { code: 'grant_exceeds_caller' } });
  const rotated = await rotate(24);
  expect(rotated).toMatchObject({
    status: 201,
    body: { apiKey: { name: 'Loja', scopes: ['contacts:read', 'account:read'], expiresAt: null } },
  });
  for (const token of [old, rotated.body.secret])
    expect((await server.call('GET', '/me', { token })).status).toBe(200);
  const former = (await asAdmin('GET', '/api-keys')).body.data.find(
    ({ id }: any) => id === make.body.apiKey.id,
  );
  expect((Date.parse(former.expiresAt) - Date.now()) / 36e5).toBeCloseTo(24, 1);
  await rotate(0);
  expect(await server.call('GET', '/me', { token: old })).toMatchObject({
    status: 401,
    body: { code: 'token_expired' },
  });
  expect((await rotate(1)).status).toBe(404);
});

/** A mail server that takes everything, on a free port. */
async function mailbox(): Promise<{ port: number; letters(count: number): Promise<string[]> }> {
  const got: string[] = [];
  let arrived: (() => void) | undefined;
  const sockets = new Set<Socket>();
  const smtp = createServer((socket) => {
    sockets.add(socket);
    let all = '';
    let inData = false;
    socket.write('220 mail.example\r\n');
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').slice(0, -1)) {
        all += `${line}\r\n`;
        if (inData && line === '.') {
          inData = false;
          got.push(all);
          all = '';
          arrived?.();
          socket.write('250 taken\r\n');
        } else if (!inData) {
          if (line === 'DATA') inData = true;
          socket.write(line === 'DATA' ? '354 go on\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
        }
      }
    });
  });
  await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    smtp.close();
  });
  return {
    port: (smtp.address() as { port: number }).port,
    async letters(count) {
      while (got.length < count) await new Promise<void>((done) => (arrived = done));
      return got;
    },
  };
}

/** The text of a letter, whichever way it was encoded. */
function decode(letter: string): string {
  const body = letter.slice(letter.indexOf('\r\n\r\n') + 4);
  if (/content-transfer-encoding: base64/i.test(letter)) return Buffer.from(body, 'base64').toString();
  const joined = body.replaceAll('=\r\n', '');
  return /quoted-printable/i.test(letter)
    ? Buffer.from(
        joined.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        ),
        'latin1',
      ).toString()
    : joined;
}
