import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { loadBaileys } from './baileys.ts';
import { liveRootKey, refuseInsecure, trustNetwork } from './wa-trust.ts';

const run = promisify(execFile);

test('Baileys still pins the root we know, lets us set another, and reads it at each handshake', async () => {
  const baileys = await loadBaileys();
  expect(Buffer.from(baileys.WA_CERT_DETAILS.PUBLIC_KEY).toString('hex')).toBe(liveRootKey);
  expect(Object.getOwnPropertyDescriptor(baileys.WA_CERT_DETAILS, 'PUBLIC_KEY')?.writable).toBe(true);
  expect(Object.isFrozen(baileys.Curve)).toBe(false);
});

test('a signature by another key, and a malformed one, are refused', async () => {
  const { Curve } = await loadBaileys();
  const [signer, other] = [Curve.generateKeyPair(), Curve.generateKeyPair()];
  const message = Buffer.from('certificate');
  const signature = Curve.sign(signer.private, message);
  expect(Curve.verify(signer.public, message, signature)).toBe(true);
  expect(Curve.verify(other.public, message, signature)).toBe(false);
  expect(Curve.verify(signer.public, Buffer.from('other'), signature)).toBe(false);
  expect(Curve.verify(signer.public, message, signature.subarray(1))).toBe(false);
});

test('the root of the sandbox is trusted only by a gateway of the sandbox', async () => {
  const baileys = await loadBaileys();
  onTestFinished(() => {
    baileys.WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(liveRootKey, 'hex');
  });
  const rootKey = Buffer.alloc(32, 7);
  const sandbox = createServer((_, answer) => {
    answer.end(
      JSON.stringify({ rootKey: rootKey.toString('base64'), socketUrl: 'ws://127.0.0.1:1/ws/chat' }),
    );
  });
  await new Promise<void>((listening) => sandbox.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void sandbox.close());
  const sandboxUrl = `http://127.0.0.1:${(sandbox.address() as AddressInfo).port}`;

  const network = await trustNetwork(baileys, { transport: 'sandbox', sandboxUrl });
  expect(network.socketUrl).toBe('ws://127.0.0.1:1/ws/chat');
  expect(Buffer.from(baileys.WA_CERT_DETAILS.PUBLIC_KEY).equals(rootKey)).toBe(true);

  await trustNetwork(baileys, { transport: 'live', sandboxUrl });
  expect(Buffer.from(baileys.WA_CERT_DETAILS.PUBLIC_KEY).toString('hex')).toBe(liveRootKey);
});

test('an unencrypted socket that leaves this machine is refused', () => {
  expect(() => refuseInsecure('ws://198.51.100.7/ws/chat')).toThrow(/not encrypted/);
  expect(() => refuseInsecure('ws://whatsapp.example/ws/chat')).toThrow(/not encrypted/);
  expect(() => refuseInsecure('wss://web.whatsapp.com/ws/chat')).not.toThrow();
  expect(() => refuseInsecure('ws://127.0.0.1:7780/ws/chat')).not.toThrow();
});

test('a sandbox that is down, or answers something else, is said by a stable code', async () => {
  const baileys = await loadBaileys();
  const nobody = trustNetwork(baileys, { transport: 'sandbox', sandboxUrl: 'http://127.0.0.1:9' });
  await expect(nobody).rejects.toMatchObject({ code: 'sandbox_unreachable' });
});

test('closing a Signal session prints nothing: libsignal would print its private keys', async () => {
  const script = `
    import { loadBaileys } from ${JSON.stringify(new URL('baileys.ts', import.meta.url).href)};
    import { SessionRecord } from 'libsignal';
    await loadBaileys();
    const record = new SessionRecord();
    record.closeSession({ indexInfo: { closed: -1 }, privKey: 'secret' });
    record.openSession({ indexInfo: { closed: 5 }, privKey: 'secret' });
    console.info('our own line');
  `;
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd });
  expect(stdout).toBe('our own line\n');
  expect(stderr).not.toContain('secret');
});
