import { afterEach, describe, expect, it, vi } from 'vitest';
import { MemoryStore } from '../store/store.ts';
import { makeAccount } from '../world/account.ts';
import { PhoneSignal } from './phone-signal.ts';

function makePhone(number: string): PhoneSignal {
  const account = makeAccount({ number, name: number, lid: `1000${number}`, now: 0 });
  return new PhoneSignal({ account, store: new MemoryStore(), saveAccount: () => {}, sessions: [] });
}

const alice = { lid: 'alice', device: 1 };
const bob = { lid: 'bob', device: 1 };

describe('Signal sessions of a phone', () => {
  afterEach(() => vi.restoreAllMocks());

  it('talk both ways, and over again after either side opens a new session', async () => {
    const a = makePhone('1');
    const b = makePhone('2');
    await a.openSession(bob, b.makeBundle());
    expect(await b.decrypt(alice, await a.encrypt(bob, Buffer.from('oi')))).toEqual(Buffer.from('oi'));
    expect(await a.decrypt(bob, await b.encrypt(alice, Buffer.from('olá')))).toEqual(Buffer.from('olá'));
    await a.openSession(bob, b.makeBundle());
    const first = await a.encrypt(bob, Buffer.from('de novo'));
    expect(first.type).toBe('pkmsg');
    expect(await b.decrypt(alice, first)).toEqual(Buffer.from('de novo'));
  });

  it('refuse a bundle that its identity did not sign', async () => {
    const bundle = makePhone('2').makeBundle();
    const forged = { ...bundle, identityKey: makePhone('3').makeBundle().identityKey };
    await expect(makePhone('1').openSession(bob, forged)).rejects.toThrow('not signed');
  });

  it('are as they were after a message that cannot be read', async () => {
    const a = makePhone('1');
    const b = makePhone('2');
    await a.openSession(bob, b.makeBundle());
    await b.decrypt(alice, await a.encrypt(bob, Buffer.from('um')));
    await a.decrypt(bob, await b.encrypt(alice, Buffer.from('dois')));
    const good = await a.encrypt(bob, Buffer.from('três'));
    const bad = Buffer.from(good.body);
    bad[bad.length - 1]! ^= 1;
    await expect(b.decrypt(alice, { ...good, body: bad })).rejects.toThrow();
    expect(await b.decrypt(alice, good)).toEqual(Buffer.from('três'));
    await expect(b.decrypt(alice, good)).rejects.toThrow();
  });

  it('print nothing, whatever is opened and closed', async () => {
    const prints = (['log', 'info', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level));
    const a = makePhone('1');
    const b = makePhone('2');
    for (let round = 0; round < 45; round++) {
      await a.openSession(bob, b.makeBundle());
      await b.decrypt(alice, await a.encrypt(bob, Buffer.from(String(round))));
    }
    await b.decrypt(alice, { type: 'msg', body: Buffer.alloc(60, 0x33) }).catch(() => {});
    for (const print of prints) expect(print).not.toHaveBeenCalled();
  });
});
