import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ConfigError, prepareDataFolder, readConfig, SETTINGS } from './config.ts';
import { LIMITS } from './limits.ts';
import { MEDIA_LIMITS } from './media/limits.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');

const wrong = () =>
  readConfig(
    {
      PORT: 'http',
      METAHUB_PUBLIC_URL: 'api.example',
      METAHUB_TRUST_PROXY: 'perhaps',
      DATABASE_URL: 'mysql://root@db/hub',
      REDIS_URL: 'localhost:6379',
      METAHUB_MASTER_KEY: 'short',
      METAHUB_TRANSPORT: 'pigeon',
      METAHUB_LOG_LEVEL: 'loud',
      METAHUB_EVENTS_DAYS: '0',
      METAHUB_SANDBOX_URL: 'ftp://x',
    },
    ['--role=api,cook'],
  );

describe('the settings', () => {
  test('need nothing for a first run', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      production: false,
      host: '127.0.0.1',
      port: 3000,
      databaseUrl: null,
      redisUrl: null,
      transport: 'sandbox',
      sandbox: { url: 'http://127.0.0.1:7781', token: null },
      demo: false,
      retention: { eventsDays: 30, journalDays: 7, idempotencyHours: 24 },
    });
    expect([...config.roles]).toEqual(['api', 'worker', 'gateway']);
  });

  test('are read whole', () => {
    const config = readConfig(
      {
        NODE_ENV: 'production',
        PORT: '8080',
        HOST: '0.0.0.0',
        METAHUB_PUBLIC_URL: 'https://api.example/',
        METAHUB_TRUST_PROXY: 'yes',
        DATABASE_URL: 'postgres://owner:p%40ss@db.example:5433/hub?sslmode=verify-full',
        REDIS_URL: 'rediss://redis.example',
        METAHUB_MASTER_KEY: `${KEY},${Buffer.alloc(32, 8).toString('base64')}`,
        METAHUB_TRANSPORT: 'live',
        METAHUB_EVENTS_DAYS: '90',
      },
      ['--role=api,worker'],
    );
    expect(config).toMatchObject({
      production: true,
      publicUrl: 'https://api.example',
      trustProxy: 1,
      databaseUrl: {
        host: 'db.example',
        port: 5433,
        user: 'owner',
        password: 'p@ss',
        database: 'hub',
        ssl: true,
      },
      transport: 'live',
      sandbox: null,
      retention: { eventsDays: 90 },
    });
    expect([...config.roles]).toEqual(['api', 'worker']);
    expect(config.masterKeys).toHaveLength(2);
  });

  test('that are wrong are named all at once, each with what it should be', () => {
    expect(wrong).toThrow(ConfigError);
    for (const name of [
      'PORT: ',
      'METAHUB_PUBLIC_URL: ',
      'METAHUB_TRUST_PROXY: ',
      'DATABASE_URL: ',
      'REDIS_URL: ',
      'METAHUB_MASTER_KEY: ',
      'METAHUB_TRANSPORT: ',
      'METAHUB_LOG_LEVEL: ',
      'METAHUB_EVENTS_DAYS: ',
      'METAHUB_SANDBOX_URL: ',
      '--role: ',
    ])
      expect(wrong, name).toThrow(name);
    // A mistyped secret is not repeated to whoever reads the terminal.
    expect(wrong).not.toThrow('short');
  });

  test.each([
    [
      'a master key',
      { NODE_ENV: 'production', METAHUB_TRANSPORT: 'live' },
      /METAHUB_MASTER_KEY.*openssl rand/,
    ],
    ['a master key', { DATABASE_URL: 'postgres://o@h/d' }, /METAHUB_MASTER_KEY.*DATABASE_URL/],
    [
      'the live network',
      { NODE_ENV: 'production', METAHUB_MASTER_KEY: KEY },
      /METAHUB_TRANSPORT.*METAHUB_SANDBOX_IN_PRODUCTION/,
    ],
    [
      'no demo',
      { NODE_ENV: 'production', METAHUB_MASTER_KEY: KEY, METAHUB_TRANSPORT: 'live', METAHUB_DEMO: 'yes' },
      /METAHUB_DEMO/,
    ],
  ])('ask for %s where it matters', (_, env, message) => {
    expect(() => readConfig(env)).toThrow(message);
  });

  test('let a production server use the sandbox when it is asked for', () => {
    const env = { NODE_ENV: 'production', METAHUB_MASTER_KEY: KEY, METAHUB_SANDBOX_IN_PRODUCTION: 'yes' };
    expect(readConfig(env).sandbox).not.toBeNull();
  });
});

test('a data folder that cannot be written is said in a sentence', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mh-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'file'), '');
  expect(() => prepareDataFolder(join(folder, 'file', 'data'))).toThrow(/data folder .* METAHUB_DATA/);
  if (process.getuid?.() !== 0) {
    chmodSync(folder, 0o500);
    expect(() => prepareDataFolder(folder)).toThrow(ConfigError);
  }
  prepareDataFolder(join(folder, 'new', 'data'));
});

describe('docs/configuration.md', () => {
  const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');

  test('says every setting as the program has it, in its order', () => {
    const rows = page.split('\n').filter((line) => /^\| `[A-Z0-9_]+` \|/.test(line));
    expect(rows).toEqual(
      SETTINGS.map(({ name, fallback, meaning }) => `| \`${name}\` | ${fallback} | ${meaning} |`),
    );
  });

  test('names every setting that the program reads', () => {
    const source = readFileSync(new URL('config.ts', import.meta.url), 'utf8');
    const read = new Set(
      [...source.matchAll(/(?:read(?:<[^>]*(?:<[^>]*>)?[^>]*>)?|text)\(\s*'([A-Z0-9_]+)'/g)].map(
        (match) => match[1],
      ),
    );
    expect(read.size).toBeGreaterThan(15);
    expect(new Set(SETTINGS.map((setting) => setting.name))).toEqual(read);
  });

  test('says the limits as they are', () => {
    const rows = [...page.matchAll(/^\| ([^|]+) \| ([\d,]+)[^|]* \|$/gm)].map((row) =>
      Number(row[2]!.replaceAll(',', '')),
    );
    const { http, rates, database, access, idempotency } = LIMITS;
    for (const value of [
      http.bodyBytes,
      rates.requests.user,
      rates.requests.embed,
      rates.requests.api_key,
      rates.anonymous,
      rates.signIn.addressAndEmail,
      database.connections,
      access.accessTokenSeconds / 60,
      access.embedTokenSeconds / 60,
      access.embedSessionSeconds / 3600,
      access.signInSeconds / 86_400,
      idempotency.waitMs / 1000,
      rates.media,
      MEDIA_LIMITS.fileBytes / 1_048_576,
      MEDIA_LIMITS.kindBytes.document / 1_048_576,
      MEDIA_LIMITS.kindBytes.video / 1_048_576,
      MEDIA_LIMITS.kindBytes.image / 1_048_576,
      MEDIA_LIMITS.kindBytes.audio / 1_048_576,
      MEDIA_LIMITS.kindBytes.voice / 1_048_576,
      MEDIA_LIMITS.kindBytes.sticker / 1_048_576,
      MEDIA_LIMITS.uploadsAtOnce,
      MEDIA_LIMITS.linkMs / 60_000,
    ])
      expect(rows).toContain(value);
  });
});
