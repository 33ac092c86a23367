import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startNameServer, type TestNameServer } from '../../test/name-server.ts';
import { type SeededAccount, testServer, type TestServer } from '../../test/servers.ts';

const TARGET = 'panels.agency.example';
const HOST = 'painel.xn--clnica-sol-l8a.example';

let server: TestServer;
let dns: TestNameServer;
let clinic: SeededAccount;
let rival: SeededAccount;

beforeAll(async () => {
  dns = await startNameServer();
  server = await testServer({
    env: {
      METAHUB_DOMAIN_TARGET: TARGET,
      METAHUB_PUBLIC_URL: 'https://hub.example',
      METAHUB_NAME_SERVERS: dns.address,
    },
  });
  [clinic] = server.agencies[0].clients;
  [rival] = server.agencies[1].clients;
});
beforeEach(async () => {
  for (const { apiKey } of [clinic, rival]) await server.call('DELETE', '/domain', { token: apiKey });
});
afterAll(async () => {
  await server?.stop();
  await dns?.close();
});

const as = (account: SeededAccount) => ({
  claim: (host: string) => server.call('PUT', '/domain', { token: account.apiKey, body: { host } }),
  check: () => server.call('POST', '/domain/check', { token: account.apiKey }),
  read: () => server.call('GET', '/domain', { token: account.apiKey }),
  remove: () => server.call('DELETE', '/domain', { token: account.apiKey }),
});

/** Makes the records that the answer asks for. */
function makeRecords(domain: { records: { type: 'TXT' | 'CNAME'; name: string; value: string }[] }): void {
  for (const { type, name, value } of domain.records) dns.set(name, type, [value]);
}

async function accountAt(host: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    httpRequest(`${server.url}/v1/host-branding`, { headers: { host }, setHost: false }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += String(part)));
      response.on('end', () => resolve((JSON.parse(text) as { accountId: string | null }).accountId));
    })
      .on('error', reject)
      .end();
  });
}

const certificateFor = async (domain: string): Promise<number> =>
  (await server.call('GET', '/certificate-permission', { query: { domain } })).status;

describe('an own domain', () => {
  test('is claimed, its records are looked for one by one, it becomes active, and is given up', async () => {
    const { claim, check, read, remove } = as(clinic);
    expect((await read()).body).toMatchObject({ status: 'none', host: null, records: [] });
    const claimed = await claim('Painel.Clínica-Sol.example.');
    expect(claimed).toMatchObject({
      status: 200,
      body: {
        host: HOST,
        displayHost: 'painel.clínica-sol.example',
        status: 'waiting',
        checkedAt: null,
        records: [
          { type: 'TXT', name: `_panel-verification.${HOST}`, state: 'unchecked' },
          { type: 'CNAME', name: HOST, value: TARGET, state: 'unchecked' },
        ],
      },
    });
    const [txt, cname] = claimed.body.records;

    const nothing = await check();
    expect(nothing.body).toMatchObject({
      status: 'waiting',
      message: 'Faltam os 2 registros. Novos registros podem levar alguns minutos para aparecer.',
      records: [{ state: 'missing' }, { state: 'missing' }],
    });
    dns.set(txt.name, 'TXT', ['v=spf1 -all', 'verification=somebody-elses']);
    dns.set(cname.name, 'CNAME', ['elsewhere.example']);
    const wrong = (await check()).body;
    expect(wrong.records).toMatchObject([{ state: 'wrong' }, { state: 'wrong' }]);
    expect(wrong.records[0].message).toMatch(/outro valor/);

    dns.set(txt.name, 'TXT', ['v=spf1 -all', txt.value]);
    const half = (await check()).body;
    expect(half).toMatchObject({ status: 'waiting', records: [{ state: 'found' }, { state: 'wrong' }] });
    expect(half.message).toMatch(/^Falta 1 de 2/);
    expect(await accountAt(HOST)).toBeNull();
    expect(await certificateFor(HOST)).toBe(404);

    dns.set(cname.name, 'CNAME', [TARGET.toUpperCase()]);
    const active = (await check()).body;
    expect(active).toMatchObject({ status: 'active', records: [{ state: 'found' }, { state: 'found' }] });
    expect(await accountAt(HOST)).toBe(clinic.typeId);
    for (const written of [HOST, HOST.toUpperCase(), `${HOST}.`])
      expect(await certificateFor(written)).toBe(200);
    for (const other of [TARGET, `www.${HOST}`, '127.0.0.1', 'evil.example', 'a b', `${HOST}/x`])
      expect(await certificateFor(other), other).toBe(404);

    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(204);
    expect(await accountAt(HOST)).toBeNull();
    expect(await certificateFor(HOST)).toBe(404);
    expect((await read()).body.status).toBe('none');
  });

  test('C52: which is another account’s is refused as taken, however it is written', async () => {
    makeRecords((await as(clinic).claim(HOST)).body);
    expect((await as(clinic).check()).body.status).toBe('active');
    for (const host of ['Painel.Clínica-Sol.example', `${HOST}.`, HOST.toUpperCase(), `${HOST}:443`])
      expect(await as(rival).claim(host), host).toMatchObject({
        status: 409,
        body: { code: 'domain_taken' },
      });
    expect(await accountAt(HOST)).toBe(clinic.typeId);
    for (const host of [TARGET, 'HUB.example.'])
      expect(await as(rival).claim(host), host).toMatchObject({
        status: 409,
        body: { code: 'domain_taken' },
      });
  });

  test('is not taken by claiming it first: whoever owns its records has it, and two who race do not share it', async () => {
    const squatter = (await as(rival).claim(HOST)).body;
    const owner = (await as(clinic).claim(HOST)).body;
    expect(owner.records[0].value).not.toBe(squatter.records[0].value);
    makeRecords(owner);
    expect((await as(rival).check()).body).toMatchObject({
      status: 'waiting',
      records: [{ state: 'wrong' }, {}],
    });
    // Both proofs stand in the zone at once, and both check at the same moment.
    dns.set(owner.records[0].name, 'TXT', [owner.records[0].value, squatter.records[0].value]);
    const answers = await Promise.all([as(clinic).check(), as(rival).check()]);
    const statuses = answers.map(({ status }) => status).toSorted((one, other) => one - other);
    expect(statuses).toEqual([200, 409]);
    const winner = answers[0].status === 200 ? clinic : rival;
    expect(await accountAt(HOST)).toBe(winner.typeId);
  });

  test('at the top of a zone leads to us by its addresses', async () => {
    const domain = (await as(clinic).claim('clinicasol.example')).body;
    dns.set(TARGET, 'A', ['203.0.113.10']);
    dns.set(TARGET, 'AAAA', ['2001:db8::10']);
    dns.set(domain.records[0].name, 'TXT', [domain.records[0].value]);
    dns.set('clinicasol.example', 'A', ['203.0.113.99']);
    expect((await as(clinic).check()).body.records[1].state).toBe('wrong');
    dns.set('clinicasol.example', 'A', ['203.0.113.10']);
    expect((await as(clinic).check()).body.status).toBe('active');
  });

  test('stays active when its records go, and says so; another is claimed only after it was given up', async () => {
    const domain = (await as(clinic).claim(HOST)).body;
    makeRecords(domain);
    await as(clinic).check();
    dns.set(domain.records[1].name, 'CNAME', ['elsewhere.example']);
    const changed = (await as(clinic).check()).body;
    expect(changed).toMatchObject({ status: 'active', records: [{ state: 'found' }, { state: 'wrong' }] });
    expect(changed.message).toMatch(/os registros mudaram/);
    expect(await accountAt(HOST)).toBe(clinic.typeId);
    expect(await as(clinic).claim('other.example')).toMatchObject({
      status: 409,
      body: { code: 'domain_active' },
    });
    expect((await as(clinic).claim(HOST)).body.records[0].value).toBe(domain.records[0].value);
  });

  test.each([
    'painel',
    'https://painel.example',
    'painel.example/x',
    '127.0.0.1',
    '[::1]',
    'a b.example',
    'x@y.example',
    '-a.example',
    `${'a'.repeat(64)}.example`,
    'exämple..com',
  ])('is no "%s"', async (host) => {
    expect((await as(clinic).claim(host)).status).toBe(400);
  });

  test('is checked no more often than anybody needs, and only once it was claimed', async () => {
    expect(await as(clinic).check()).toMatchObject({ status: 409, body: { code: 'domain_missing' } });
    const answers = await Promise.all(Array.from({ length: 45 }, () => as(rival).check()));
    expect(answers.some(({ status }) => status === 429)).toBe(true);
  });

  test('tells the audit when it becomes active, and when it goes', async () => {
    const token = await server.signIn(clinic.members.admin);
    const domain = (await as(clinic).claim(HOST)).body;
    await as(clinic).check();
    makeRecords(domain);
    await as(clinic).check();
    await as(clinic).check();
    await as(clinic).remove();
    const { body } = await server.call('GET', '/audit', { token, query: { limit: 100 } });
    const actions = body.data
      .map((entry: { action: string }) => entry.action)
      .filter((action: string) => action.startsWith('domain.'));
    expect(actions.slice(0, 3)).toEqual(['domain.removed', 'domain.activated', 'domain.claimed']);
  });
});

test('without a target there are no own domains', async () => {
  const own = await testServer();
  try {
    const { apiKey } = own.agencies[0].clients[0];
    expect(await own.call('PUT', '/domain', { token: apiKey, body: { host: HOST } })).toMatchObject({
      status: 409,
      body: { code: 'domains_not_set_up' },
    });
    expect((await own.call('GET', '/domain', { token: apiKey })).body.status).toBe('none');
  } finally {
    await own.stop();
  }
});

test('a name server that is silent is said to be so', async () => {
  const silent = await startNameServer();
  silent.fallSilent();
  const own = await testServer({
    env: { METAHUB_DOMAIN_TARGET: TARGET, METAHUB_NAME_SERVERS: silent.address },
  });
  try {
    const { apiKey } = own.agencies[0].clients[0];
    await own.call('PUT', '/domain', { token: apiKey, body: { host: HOST } });
    const { body } = await own.call('POST', '/domain/check', { token: apiKey });
    expect(body.records).toMatchObject([{ state: 'unreachable' }, { state: 'unreachable' }]);
  } finally {
    await own.stop();
    await silent.close();
  }
});
