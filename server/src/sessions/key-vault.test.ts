import { expect, test } from 'vitest';
import {
  type EncodedKey,
  type JournalEntryInput,
  KeyVault,
  makeKeyCodec,
  type VaultStorage,
} from './key-vault.ts';
import { loadBaileys } from './baileys.ts';

interface Commit {
  keys: EncodedKey[];
  journal: JournalEntryInput[];
  done: PromiseWithResolvers<void>;
}

/** A database whose statements end when the test says so. */
class SlowStorage implements VaultStorage {
  readonly stored = new Map<string, Uint8Array>();
  readonly commits: Commit[] = [];
  reads = 0;

  async read(kind: string, ids: string[]): Promise<Array<{ id: string; bytes: Uint8Array }>> {
    this.reads += 1;
    return ids.flatMap((id) => {
      const bytes = this.stored.get(`${kind} ${id}`);
      return bytes ? [{ id, bytes }] : [];
    });
  }

  async commit(batch: { keys: EncodedKey[]; journal: JournalEntryInput[] }): Promise<void> {
    const done = Promise.withResolvers<void>();
    this.commits.push({ ...batch, done });
    await done.promise;
    for (const { kind, id, bytes } of batch.keys) {
      if (bytes) this.stored.set(`${kind} ${id}`, bytes);
      else this.stored.delete(`${kind} ${id}`);
    }
  }
}

async function setup(): Promise<{ storage: SlowStorage; vault: KeyVault; broken: Error[] }> {
  const storage = new SlowStorage();
  const broken: Error[] = [];
  const codec = makeKeyCodec(await loadBaileys());
  const vault = new KeyVault({ storage, codec, onBroken: (error) => void broken.push(error) });
  return { storage, vault, broken };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const session = (counter: number) => ({ kind: 'session', id: 'a.0', value: { counter } });

test('what was changed is read at once, and stored in the order of the changes', async () => {
  const { storage, vault } = await setup();
  const first = vault.commit([session(1)]);
  await turn();
  const second = vault.commit([session(2)]);
  const third = vault.commit([session(3)]);
  expect(await vault.read('session', ['a.0'])).toEqual({ 'a.0': { counter: 3 } });
  expect(storage.commits).toHaveLength(1);
  storage.commits[0]!.done.resolve();
  await first;
  await turn();
  // The two that waited share one statement, with the newest value of each key.
  expect(storage.commits).toHaveLength(2);
  expect(storage.commits[1]!.keys.map(({ bytes }) => String(Buffer.from(bytes!)))).toEqual(['{"counter":3}']);
  storage.commits[1]!.done.resolve();
  await Promise.all([second, third]);
  expect(storage.reads).toBe(0);
});

test('a statement that fails breaks the vault: the socket is told before anybody who waits, and nothing more is stored', async () => {
  const { storage, vault, broken } = await setup();
  let toldFirst = false;
  const first = vault.commit([session(1)]).catch((error: Error) => {
    toldFirst = broken.length === 1;
    return error;
  });
  await turn();
  const second = vault.commit([session(2)]).catch((error: Error) => error);
  storage.commits[0]!.done.reject(new Error('the database is gone'));
  expect(await first).toMatchObject({ message: 'the database is gone' });
  expect(toldFirst).toBe(true);
  expect(await second).toBeInstanceOf(Error);
  await expect(vault.read('session', ['a.0'])).rejects.toThrow();
  await expect(vault.commit([session(3)])).rejects.toThrow();
  expect(storage.commits).toHaveLength(1);
  expect(broken).toHaveLength(1);
});

test('a key that is deleted is gone at once, and one that was never there is asked for only once', async () => {
  const { storage, vault } = await setup();
  storage.stored.set('lid-mapping 5511', Buffer.from('"123"'));
  expect(await vault.read('lid-mapping', ['5511', 'nobody'])).toEqual({ 5511: '123' });
  expect(await vault.read('lid-mapping', ['5511', 'nobody'])).toEqual({ 5511: '123' });
  expect(storage.reads).toBe(1);
  const deleted = vault.commit([{ kind: 'lid-mapping', id: '5511', value: null }]);
  expect(await vault.read('lid-mapping', ['5511'])).toEqual({});
  await turn();
  storage.commits[0]!.done.resolve();
  await deleted;
  expect(storage.stored.has('lid-mapping 5511')).toBe(false);
  expect(await vault.read('lid-mapping', ['5511'])).toEqual({});
});
