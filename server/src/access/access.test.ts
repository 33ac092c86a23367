import { afterAll, beforeAll, expect, test } from 'vitest';
import { testServer, type TestServer } from '../../test/servers.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.stop());

test('a member signs in and is who they are', async () => {
  const account = server.agencies[0].clients[0];
  const token = await server.signIn(account.members.agent);
  const me = await server.call('GET', '/me', { token });
  expect(me.status).toBe(200);
});
