import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../src/log.ts';
import { plantRows } from './planted-rows.ts';
import { testServer, type TestServer } from './servers.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.stop());

test('no line of the log holds a secret, what people write, or whom they write to', async () => {
  const [agency] = server.agencies;
  const [clinic] = agency.clients;
  const rows = await plantRows(server.db, clinic.id, 'texto-plantado');
  const { email, password } = clinic.members.admin;
  const signedIn = await server.call('POST', '/auth/sign-in', { body: { email, password } });
  const cookie = signedIn.headers.getSetCookie()[0]!.split(';')[0]!;
  const token = signedIn.body.accessToken as string;
  const key = await server.call('POST', '/api-keys', {
    token,
    body: { name: 'K', scopes: ['account:read'] },
  });
  const embed = await server.embed({ agency, account: clinic });
  const said = 'uma mensagem que ninguém mais pode ler';
  const searched = 'maria-procurada';
  await server.call('POST', '/send-message', {
    token,
    body: { conversationId: rows.conversationId, content: { type: 'text', text: said } },
    headers: { 'idempotency-key': 'chave-do-cliente' },
  });
  await server.call('POST', '/send-message', {
    token,
    body: { to: '+5511955554444', content: { type: 'text', text: said } },
  });
  await server.call('POST', '/send-message', { token, body: `{"content": {"text": "${said}"` });
  await server.call('POST', '/send-message', {
    token,
    body: { to: said, content: { type: 'text', text: said } },
  });
  await server.call('GET', '/conversations', { token, query: { q: searched } });
  await server.call('GET', '/contacts', { token, query: { q: searched } });
  await server.call('GET', `/conversations/${rows.conversationId}/messages`, { token });
  await server.call('POST', '/auth/sign-in', { body: { email, password: `${password} wrong` } });
  await server.call('POST', '/auth/refresh', { headers: { cookie } });
  await server.call('POST', '/auth/refresh', { headers: { cookie } });
  await server.call('GET', '/me', { token: `${token.slice(0, -4)}AAAA` });
  // What fails inside is logged with its reason: here the database refuses, and would tell the whole row.
  await server.db.asOwner('alter table contacts add constraint broken check (false) not valid');
  await server.call('PATCH', `/contacts/${rows.contactId}`, {
    token: clinic.apiKey,
    body: { name: said },
    headers: { 'if-match': '*' },
  });
  await server.db.asOwner('alter table contacts drop constraint broken');

  const log = server.log.join('');
  expect(server.log.length).toBeGreaterThan(10);
  expect(log).toContain('"A request failed."');
  const secrets = {
    password,
    accessToken: token,
    signature: token.split('.')[2]!,
    refreshToken: cookie.split('=')[1]!,
    apiKey: key.body.secret as string,
    agencyKey: agency.apiKey,
    embedToken: embed.token,
    masterKey: server.db.masterKeyText,
    idempotencyKey: 'chave-do-cliente',
    said,
    planted: 'texto-plantado',
    searched,
    email,
    number: '5511955554444',
    plantedNumber: '5511977776666',
  };
  for (const [name, secret] of Object.entries(secrets))
    expect(
      log.includes(secret),
      `${name} stands in the log: ${server.log.find((line) => line.includes(secret))}`,
    ).toBe(false);
  // Nor does one of the audit, whose clients' admins read it.
  await server.running.app.audit.settle();
  const entries = JSON.stringify(
    await server.db.asOwner(`select * from audit_entries where actor_kind <> 'system'`),
  );
  for (const [name, secret] of Object.entries(secrets))
    expect(entries.includes(secret), `${name} stands in the audit`).toBe(false);
  // And the log is worth something: which request it was, and whose.
  const requests = server.log
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line.msg === 'request');
  expect(requests).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        route: '/v1/api-keys',
        accountId: clinic.id,
        requestId: expect.stringMatching(/^req_/),
      }),
    ]),
  );
});

test('a careless line is cut all the same', () => {
  const lines: string[] = [];
  const log = createLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } });
  log.info({
    authorization: 'Bearer s3cret',
    request: { body: { text: 's3cret' }, password: 's3cret' },
    message: { content: 's3cret' },
    pairing: { qr: 's3cret', code: 's3cret' },
  });
  log.error({
    err: Object.assign(new Error('failed'), {
      detail: 'Key (number)=(s3cret)',
      where: 's3cret',
      parameters: ['s3cret'],
    }),
  });
  expect(lines).toHaveLength(2);
  expect(lines.join('')).not.toContain('s3cret');
  expect(lines.join('')).toContain('[redacted]');
});
