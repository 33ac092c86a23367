import {
  createServer as createHttp,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo, createServer as createTcp } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startNameServer, type TestNameServer } from '../../test/name-server.ts';
import { createNameServer } from './name-server.ts';
import { createOutgoing, type Outgoing } from './outgoing.ts';
import { NO_PRIVATE_TARGETS, parsePrivateTargets } from './private-targets.ts';
import { isPublicAddress } from './public-address.ts';

const LIMITS = { timeoutMs: 10_000, maxBytes: 10_000 };

async function guard(allowed?: string): Promise<{ outgoing: Outgoing; dns: TestNameServer }> {
  const dns = await startNameServer();
  onTestFinished(() => dns.close());
  const names = createNameServer({ servers: [dns.address], timeoutMs: 2_000 });
  return {
    dns,
    outgoing: createOutgoing({
      names,
      allowed: allowed === undefined ? NO_PRIVATE_TARGETS : parsePrivateTargets(allowed),
    }),
  };
}

async function listen(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  host = '127.0.0.1',
): Promise<{ port: number; url: string; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const server: Server = createHttp((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://${host}:${port}`, requests };
}

const refusal = (code: string) => expect.objectContaining({ name: 'OutgoingError', code });

describe('the public internet', () => {
  test.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.32.0.1',
    '192.169.0.1',
    '100.128.0.1',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2800:3f0:4001::8a',
    '64:ff9b::808:808',
  ])('has %s', (address) => expect(isPublicAddress(address)).toBe(true));

  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::10.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::808:808',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%lo',
    'fec0::1',
    'ff02::1',
    'localhost',
    '127.1',
    '',
  ])('has not "%s"', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('targets inside that the operator allows', () => {
  test('are names, addresses and networks, with a port or any', () => {
    const targets = parsePrivateTargets(
      'N8N.internal:5678, 10.20.0.0/16, 127.0.0.1:80, [fd00::]/8, [fe80::1]',
    );
    expect(targets.allowsName('n8n.internal', 5678)).toBe(true);
    expect(targets.allowsName('n8n.internal', 5679)).toBe(false);
    expect(targets.allowsName('x.n8n.internal', 5678)).toBe(false);
    expect(targets.allowsAddress('10.20.255.1', 1)).toBe(true);
    expect(targets.allowsAddress('10.21.0.1', 1)).toBe(false);
    expect(targets.allowsAddress('127.0.0.1', 80)).toBe(true);
    expect(targets.allowsAddress('127.0.0.1', 6379)).toBe(false);
    expect(targets.allowsAddress('fd12::7', 443)).toBe(true);
    expect(targets.allowsAddress('fe80::1', 443)).toBe(true);
  });

  test.each([
    '',
    '10.0.0.0/33',
    '10.0.0',
    '[10.0.0.1]',
    'fe80::1',
    'host:0',
    'host:65536',
    'name/8',
    'http://x',
    'a b',
  ])('are not "%s"', (text) =>
    expect(() => parsePrivateTargets(text)).toThrow('is not a host, an address or a network'),
  );
});

describe('an address that somebody chose', () => {
  test.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://127.0.0.1./',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://0/',
    'http://169.254.169.254/latest/meta-data/',
    'http://①②⑦.0.0.1/',
    'https://10.0.0.1/',
  ])('is refused, however it is written: %s', async (address) => {
    const { outgoing, dns } = await guard();
    await expect(outgoing.fetch(address, LIMITS)).rejects.toEqual(refusal('address_private'));
    expect(dns.questions).toEqual([]);
  });

  test.each([
    'ftp://files.example/',
    'file:///etc/passwd',
    'gopher://x/',
    'data:text/plain,x',
    '//x',
    'http://user:secret@public.example/',
    `http://public.example/${'x'.repeat(2_048)}`,
  ])('is refused when it is no plain web address: %s', async (address) => {
    const { outgoing } = await guard();
    await expect(outgoing.fetch(address, LIMITS)).rejects.toEqual(refusal('address_invalid'));
  });

  test('is refused when its name leads inside, by any of its addresses', async () => {
    const { outgoing, dns } = await guard();
    dns.set('inside.example', 'A', ['10.0.0.1']);
    dns.set('mixed.example', 'A', ['8.8.8.8', '127.0.0.1']);
    dns.set('six.example', 'A', ['8.8.8.8']);
    dns.set('six.example', 'AAAA', ['fd00::1']);
    for (const host of ['inside.example', 'INSIDE.example.', 'mixed.example', 'six.example'])
      await expect(outgoing.fetch(`http://${host}/`, LIMITS)).rejects.toEqual(refusal('address_private'));
  });

  test('is asked for once, so that a name which changes its mind leads nowhere else', async () => {
    const trap = await listen((_request, response) => response.end('the trap'), '127.0.0.3');
    const { outgoing, dns } = await guard('127.0.0.2');
    const good = createHttp((_request, response) => response.end('as checked'));
    good.listen(trap.port, '127.0.0.2');
    await once(good, 'listening');
    onTestFinished(() => void good.close());
    dns.set('rebind.example', 'A', ['127.0.0.2'], ['127.0.0.3']);
    const answer = await outgoing.fetch(`http://rebind.example:${trap.port}/`, LIMITS);
    expect(await answer.text()).toBe('as checked');
    expect(dns.questions.filter((question) => question === 'A rebind.example')).toHaveLength(1);
    await expect(outgoing.fetch(`http://rebind.example:${trap.port}/`, LIMITS)).rejects.toEqual(
      refusal('address_private'),
    );
    expect(trap.requests).toEqual([]);
  });

  test('may be inside where the operator allows it, and only at that port', async () => {
    const inside = await listen((_request, response) => response.end('hello'));
    const { outgoing, dns } = await guard(`127.0.0.1:${inside.port}, n8n.internal`);
    expect(await (await outgoing.fetch(inside.url, LIMITS)).text()).toBe('hello');
    dns.set('n8n.internal', 'A', ['127.0.0.1']);
    const byName = await outgoing.fetch(`http://n8n.internal:${inside.port}/`, LIMITS);
    expect(await byName.text()).toBe('hello');
    expect(inside.requests[1]!.headers.host).toBe(`n8n.internal:${inside.port}`);
    await expect(outgoing.fetch('http://127.0.0.1:1/', LIMITS)).rejects.toEqual(refusal('address_private'));
  });

  test('that does not exist, or whose name server is silent, is said to be so', async () => {
    const { outgoing, dns } = await guard();
    await expect(outgoing.fetch('http://nowhere.example/', LIMITS)).rejects.toMatchObject({
      code: 'host_unknown',
      message: 'There is no host named nowhere.example.',
    });
    dns.fallSilent();
    await expect(outgoing.fetch('http://late.example/', LIMITS)).rejects.toEqual(refusal('host_unknown'));
  });

  test('that nobody listens at is unreachable', async () => {
    const { outgoing } = await guard('127.0.0.1');
    const { port } = await listen(() => undefined);
    const free = createTcp().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const unused = (free.address() as AddressInfo).port;
    free.close();
    await once(free, 'close');
    expect(unused).not.toBe(port);
    await expect(outgoing.fetch(`http://127.0.0.1:${unused}/`, LIMITS)).rejects.toEqual(
      refusal('unreachable'),
    );
  });
});

describe('a redirect', () => {
  test('is checked as the first address was', async () => {
    const start = await listen((request, response) =>
      response.writeHead(302, { location: decodeURIComponent(request.url!.slice(1)) }).end(),
    );
    const { outgoing, dns } = await guard(`127.0.0.1:${start.port}`);
    dns.set('inside.example', 'A', ['127.0.0.1']);
    const to = (target: string) =>
      outgoing.fetch(`${start.url}/${encodeURIComponent(target)}`, { ...LIMITS, redirects: 3 });
    await expect(to('http://127.0.0.1:1/')).rejects.toEqual(refusal('address_private'));
    await expect(to('http://[::1]:80/')).rejects.toEqual(refusal('address_private'));
    await expect(to('//inside.example/')).rejects.toEqual(refusal('address_private'));
    await expect(to('file:///etc/passwd')).rejects.toEqual(refusal('address_invalid'));
    await expect(to('http://user:x@public.example')).rejects.toEqual(refusal('address_invalid'));
  });

  test('is followed so often, and no more', async () => {
    const round = await listen((request, response) =>
      response.writeHead(307, { location: `/${Number(request.url!.slice(1)) + 1}` }).end(),
    );
    const { outgoing } = await guard('127.0.0.1');
    await expect(outgoing.fetch(`${round.url}/0`, { ...LIMITS, redirects: 3 })).rejects.toEqual(
      refusal('redirects_exceeded'),
    );
    expect(round.requests.map(({ url }) => url)).toEqual(['/0', '/1', '/2', '/3']);
    const unfollowed = await outgoing.fetch(`${round.url}/9`, LIMITS);
    expect([unfollowed.status, unfollowed.headers.location]).toEqual([307, '/10']);
    unfollowed.discard();
  });

  test('to another origin leaves behind who asks, and turns a POST into a GET where browsers do', async () => {
    const end = await listen((_request, response) => response.end('end'));
    const start = await listen((request, response) =>
      response.writeHead(request.url === '/keep' ? 308 : 303, { location: `${end.url}/end` }).end(),
    );
    const { outgoing } = await guard('127.0.0.1');
    for (const path of ['/keep', '/turn']) {
      const answer = await outgoing.fetch(start.url + path, {
        ...LIMITS,
        method: 'POST',
        headers: { Authorization: 'Bearer x', Cookie: 'a=b', 'Content-Type': 'text/plain', 'X-Kept': 'yes' },
        body: 'ação',
        redirects: 1,
      });
      expect(answer.url.href).toBe(`${end.url}/end`);
      await answer.text();
    }
    expect(start.requests[0]!.headers).toMatchObject({ authorization: 'Bearer x', 'content-length': '6' });
    const [kept, turned] = end.requests;
    expect([kept!.method, turned!.method]).toEqual(['POST', 'GET']);
    for (const { headers } of [kept!, turned!]) {
      expect(headers).toMatchObject({ 'x-kept': 'yes' });
      expect(headers).not.toHaveProperty('authorization');
      expect(headers).not.toHaveProperty('cookie');
    }
    expect(turned!.headers).not.toHaveProperty('content-type');
  });
});

describe('an answer', () => {
  test('is cut or refused beyond its limit, also when it was packed', async () => {
    const packed = gzipSync(Buffer.alloc(1_000_000, 'a'));
    const server = await listen((request, response) =>
      request.url === '/packed'
        ? response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed)
        : response.end('b'.repeat(20_000)),
    );
    const { outgoing } = await guard('127.0.0.1');
    for (const path of ['/packed', '/plain']) {
      const refused = await outgoing.fetch(server.url + path, LIMITS);
      await expect(refused.bytes()).rejects.toEqual(refusal('too_large'));
      const cut = await outgoing.fetch(server.url + path, { ...LIMITS, beyond: 'cut' });
      expect(await cut.text()).toBe((path === '/packed' ? 'a' : 'b').repeat(10_000));
    }
    const whole = await outgoing.fetch(`${server.url}/packed`, { ...LIMITS, maxBytes: 1_000_000 });
    expect((await whole.bytes()).length).toBe(1_000_000);
  });

  test('that never comes, or never ends, takes no longer than allowed', async () => {
    const server = await listen((request, response) => {
      if (request.url === '/drip') response.writeHead(200).write('x');
    });
    const { outgoing } = await guard('127.0.0.1');
    const hurried = { ...LIMITS, timeoutMs: 200 };
    await expect(outgoing.fetch(`${server.url}/never`, hurried)).rejects.toEqual(refusal('timed_out'));
    const dripping = await outgoing.fetch(`${server.url}/drip`, { ...LIMITS, timeoutMs: 1_000 });
    await expect(dripping.text()).rejects.toEqual(refusal('timed_out'));
  });

  test('that breaks off or is not HTTP is an error that says so', async () => {
    const rude = createTcp((socket) => void socket.end('SSH-2.0-OpenSSH_9\r\n\r\n'));
    rude.listen(0, '127.0.0.1');
    await once(rude, 'listening');
    onTestFinished(() => void rude.close());
    const broken = await listen((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setImmediate(() => response.destroy());
    });
    const { outgoing } = await guard('127.0.0.1');
    const { port } = rude.address() as AddressInfo;
    await expect(outgoing.fetch(`http://127.0.0.1:${port}/`, LIMITS)).rejects.toEqual(
      refusal('answer_invalid'),
    );
    const answer = await outgoing.fetch(broken.url, LIMITS);
    await expect(answer.text()).rejects.toEqual(refusal('unreachable'));
  });

  test('is not waited for any more once the caller gives up', async () => {
    const server = await listen(() => undefined);
    const { outgoing } = await guard('127.0.0.1');
    const giveUp = new AbortController();
    const asked = outgoing.fetch(server.url, { ...LIMITS, signal: giveUp.signal });
    giveUp.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test('another socket that looks names up through the guard meets the same wall', async () => {
  const server = await listen((_request, response) => response.end());
  const { outgoing, dns } = await guard('127.0.0.2');
  dns.set('inside.example', 'A', ['127.0.0.1']);
  const socket = connect({
    host: 'inside.example',
    port: server.port,
    lookup: outgoing.lookupFor(server.port),
  });
  const [error] = await once(socket, 'error');
  expect(error).toEqual(refusal('address_private'));
  await expect(outgoing.addressesOf('[::1]', 443)).rejects.toEqual(refusal('address_private'));
  await expect(outgoing.addressesOf('8.8.8.8', 443)).resolves.toEqual(['8.8.8.8']);
});
