import { expect, onTestFinished, test } from 'vitest';
import { connected, Phones, until } from '../../test/phones.ts';
import { testServer } from '../../test/servers.ts';

test('a QR renews itself until its references are used up; then the pairing has failed, and starts anew when asked', async () => {
  const server = await testServer({ sandbox: true, gateway: { acknowledgementMs: 30_000, qrLifeMs: 250 } });
  onTestFinished(() => server.stop());
  const account = server.agencies[0].clients[0];
  const read = async (): Promise<any> =>
    (await server.call('GET', `/sessions/${id}`, { token: account.apiKey })).body;
  const started = await server.call('POST', '/connect', { token: account.apiKey, body: { method: 'qr' } });
  const id = started.body.id as string;
  const qrs = new Set<string>();
  const left = new Set<number>();
  const expired = await until('the pairing has failed', async () => {
    const session = await read();
    if (session.pairing) {
      qrs.add(session.pairing.qr);
      left.add(session.pairing.attemptsLeft);
    }
    return session.status === 'failed' && session;
  });
  expect(qrs.size).toBeGreaterThan(2);
  expect([...left]).toEqual([...left].toSorted((a, b) => b - a));
  expect(expired).toMatchObject({ reason: { code: 'pairing_expired', action: 'pair_again' }, pairing: null });
  expect(await server.db.asOwner('select 1 from session_keys')).toEqual([]);

  const phones = new Phones(server.sandbox!);
  await phones.make('5511990000001', 'Clínica');
  const again = await server.call('POST', '/connect', {
    token: account.apiKey,
    body: { method: 'qr', sessionId: id },
  });
  expect(again).toMatchObject({ status: 201, body: { id, status: 'pairing' } });
  await until('a scan of the QR that is shown now', async () => {
    const { pairing } = await read();
    await phones.scan('5511990000001', pairing.qr);
    return true;
  });
  await connected(server, account, id);
}, 60_000);
