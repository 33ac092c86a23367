import { TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SeededAccount, type SeededMember, testServer, type TestServer } from '../../test/servers.ts';
import { enoughOfAWindow } from '../../test/rate-window.ts';

let server: TestServer;
let clinic: SeededAccount;
beforeAll(async () => {
  server = await testServer({ env: { METAHUB_TRUST_PROXY: 'yes' } });
  [clinic] = server.agencies[0].clients;
});
afterAll(() => server?.stop());

const signIn = ({ email, password }: SeededMember, code?: string, address = '203.0.113.7') =>
  server.call('POST', '/auth/sign-in', {
    body: { email, password, ...(code === undefined ? {} : { code }) },
    headers: { 'x-forwarded-for': address },
  });
const asPerson = (token: string, method: string, path: string, body?: object) =>
  server.call(method, `/auth/second-factor${path}`, { token, body });
/** The code of an app, some steps from now. */
const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });
/** Forgets which code was the last one, as time does. */
const later = (person: SeededMember) =>
  server.db.asOwner('update users set totp_step = null where id = $1', [person.userId]);

async function enable(
  person: SeededMember,
): Promise<{ secret: string; token: string; recoveryCodes: string[] }> {
  const token = await server.signIn(person);
  const begun = await asPerson(token, 'POST', '');
  expect(begun.status).toBe(201);
  const { secret, uri } = begun.body;
  expect(uri).toMatch(/^otpauth:\/\/totp\/MetaHub:/);
  const confirmed = await asPerson(token, 'POST', '/confirm', { code: codeOf(secret) });
  expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200);
  return { secret, token, recoveryCodes: confirmed.body.recoveryCodes };
}

test('is asked for once it was confirmed, and takes each code once', async () => {
  const person = clinic.members.agent;
  const token = await server.signIn(person);
  await asPerson(token, 'POST', '');
  // One that was only begun is not asked for, and a wrong code does not confirm it.
  expect(await asPerson(token, 'POST', '/confirm', { code: '000000' })).toMatchObject({
    status: 422,
    body: { code: 'wrong_code' },
  });
  expect((await signIn(person)).status).toBe(200);

  const { secret, recoveryCodes } = await enable(person);
  expect(recoveryCodes).toHaveLength(10);
  expect(new Set(recoveryCodes).size).toBe(10);
  expect(await signIn(person)).toMatchObject({ status: 401, body: { code: 'second_factor_required' } });
  // The code that confirmed it was seen, perhaps by somebody else too.
  expect(await signIn(person, codeOf(secret))).toMatchObject({
    status: 401,
    body: { code: 'invalid_credentials' },
  });
  await later(person);
  const code = codeOf(secret);
  const both = await Promise.all([signIn(person, code), signIn(person, code)]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
  await later(person);
  for (const wrong of [codeOf(secret, 3), codeOf(secret, -3)])
    expect((await signIn(person, wrong)).status).toBe(401);
  // A clock that is half a minute off is good enough.
  expect((await signIn(person, codeOf(secret, 1))).status).toBe(200);
  // A wrong password says nothing of the code.
  const stranger = await signIn({ ...person, password: 'wrong' }, codeOf(secret));
  expect(stranger).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
  expect(await asPerson(token, 'POST', '')).toMatchObject({
    status: 409,
    body: { code: 'second_factor_on' },
  });
});

test('is stood in for by each recovery code once, and ends with the password only', async () => {
  const person = clinic.members.supervisor;
  const { recoveryCodes, token } = await enable(person);
  const [first, second] = recoveryCodes as [string, string];
  expect((await signIn(person, first.toUpperCase().replaceAll('-', ' '))).status).toBe(200);
  expect((await signIn(person, first)).status).toBe(401);
  expect((await asPerson(token, 'GET', '')).body).toMatchObject({ enabled: true, recoveryCodesLeft: 9 });
  const stored = JSON.stringify(
    await server.db.asOwner('select * from users where id = $1', [person.userId]),
  );
  expect(stored).not.toContain(second);
  expect(await asPerson(token, 'POST', '/remove', { password: 'wrong' })).toMatchObject({
    status: 422,
    body: { code: 'wrong_password' },
  });
  expect((await asPerson(token, 'POST', '/remove', { password: person.password })).status).toBe(204);
  expect((await signIn(person)).status).toBe(200);
  expect((await asPerson(token, 'GET', '')).body).toEqual({
    enabled: false,
    since: null,
    recoveryCodesLeft: 0,
  });
  const { body } = await server.call('GET', '/audit', {
    token: clinic.apiKey,
    query: { action: 'second_factor' },
  });
  const told = body.data.filter(({ actor }: any) => actor.name.endsWith('supervisor'));
  expect(told.map(({ action }: any) => action)).toEqual(['second_factor.disabled', 'second_factor.enabled']);
});

test('is guessed a few times a minute only, from however many addresses, by who knows the password; nobody else locks', async () => {
  const person = clinic.members.admin;
  const { secret } = await enable(person);
  await enoughOfAWindow(15_000);
  const guess = (turn: number) => signIn(person, String(turn).padStart(6, '0'), `198.51.100.${turn}`);
  const statuses = (await Promise.all(Array.from({ length: 13 }, (_, turn) => guess(turn + 1)))).map(
    ({ status }) => status,
  );
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(2);
  // Who doesn't know the password uses nothing up.
  const other = server.agencies[0].clients[1].members.admin;
  const theirs = await enable(other);
  for (let turn = 0; turn < 15; turn += 1)
    await signIn({ ...other, password: 'wrong' }, '123456', `198.51.100.${100 + turn}`);
  await later(other);
  expect((await signIn(other, codeOf(theirs.secret))).status).toBe(200);
  expect(secret).toBeTruthy();
}, 90_000);

test('an invitation is no way around it', async () => {
  const person = server.agencies[1].clients[0].members.agent;
  const { secret } = await enable(person);
  const made = await server.call('POST', '/invitations', {
    token: clinic.apiKey,
    body: { email: person.email, role: 'agent' },
  });
  const accept = (code?: string) =>
    server.call('POST', '/auth/invitations/accept', {
      body: { token: made.body.link.split('#')[1], password: person.password, ...(code ? { code } : {}) },
    });
  expect(await accept()).toMatchObject({ status: 401, body: { code: 'second_factor_required' } });
  await later(person);
  expect((await accept(codeOf(secret))).status).toBe(200);
});
