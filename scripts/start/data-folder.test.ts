import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dataFolderOf, DataFolderUnusable, holdDataFolder, openDataFolder } from './data-folder.ts';
import { removeDemoFile, writeDemoFile } from './demo-file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the data folder', () => {
  test('is .metahub in the checkout unless METAHUB_DATA says otherwise', () => {
    expect(dataFolderOf({}, '/checkout')).toBe('/checkout/.metahub');
    expect(dataFolderOf({ METAHUB_DATA: '/elsewhere' }, '/checkout')).toBe('/elsewhere');
  });

  test('says so when it cannot be written', () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect(() => openDataFolder(join(file, 'data'))).toThrow(DataFolderUnusable);
    expect(() => openDataFolder(join(file, 'data'))).toThrow(/cannot be written[^]*METAHUB_DATA/);
  });

  test.skipIf(process.getuid?.() === 0)('says so when it is read-only', () => {
    chmodSync(folder, 0o500);
    expect(() => openDataFolder(folder)).toThrow('cannot be written');
  });

  test('is held by one starter at a time, and let go when it ends', async () => {
    const hold = await holdDataFolder(folder);
    await expect(holdDataFolder(folder)).rejects.toThrow('already running');
    await new Promise((done) => hold.close(done));
    const second = await holdDataFolder(folder);
    second.close();
  });

  test('is let go by a starter that was killed', async () => {
    const script = `
      const { holdDataFolder } = await import(${JSON.stringify(join(import.meta.dirname, 'data-folder.ts'))});
      await holdDataFolder(${JSON.stringify(folder)});
      process.kill(process.pid, 'SIGKILL');`;
    const killed = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
    expect(killed.signal).toBe('SIGKILL');
    const hold = await holdDataFolder(folder);
    hold.close();
  });

  test('has a demo.json that only its owner may read, whole or not at all', () => {
    const agency = { name: 'f', member: { email: 'g', password: 'h', role: 'admin' as const } };
    const demo = {
      apiUrl: 'a',
      sandboxUrl: 'b',
      portalUrl: 'c',
      appUrl: 'd',
      apiKey: 'e',
      accounts: [],
      agency,
    };
    writeDemoFile(folder, demo);
    const file = join(folder, 'demo.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(demo);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['demo.json']);
    removeDemoFile(folder);
    expect(existsSync(file)).toBe(false);
  });
});
