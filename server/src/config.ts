import { accessSync, constants, mkdirSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import type { S3Settings } from './media/s3-store.ts';
import { canonicalHost } from './branding/canonical-host.ts';
import { type ConnectionOptions, readConnectionUrl } from './db/connection-options.ts';
import { parseNameServers } from './net/name-server.ts';
import { parseVersion, type WaVersion } from './sessions/wa-version.ts';
import { NO_PRIVATE_TARGETS, parsePrivateTargets, type PrivateTargets } from './net/private-targets.ts';

export type Role = 'api' | 'worker' | 'gateway';
export type Transport = 'sandbox' | 'live';
const ROLES: readonly Role[] = ['api', 'worker', 'gateway'];
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** The settings can't be used; the message names each one that is wrong and what it should be. */
export class ConfigError extends Error {
  readonly code = 'config';
}

export interface Config {
  production: boolean;
  roles: ReadonlySet<Role>;
  host: string;
  port: number;
  /** The API's address as the outside knows it, without a path; null when it is the address it listens at. */
  publicUrl: string | null;
  /** Where e-mail is handed over, and whom it is from; null: none is sent. */
  mail: { url: string; from: string } | null;
  /** Whose `X-Forwarded-*` headers are believed: nobody's, those of the one that connects, or of these addresses. */
  trustProxy: false | 1 | string[];
  /** Addresses that are not public and may be called all the same. */
  privateTargets: PrivateTargets;
  /** Asked for names; empty asks the system's. */
  nameServers: string[];
  /** Where own domains lead to, as a host; null when it is the public address. */
  domainTarget: string | null;
  dataFolder: string;
  /** Where files are kept; null keeps them in the data folder. */
  mediaBucket: S3Settings | null;
  /** The owner's login; null starts the embedded PostgreSQL in the data folder. */
  databaseUrl: ConnectionOptions | null;
  redisUrl: string | null;
  /** From configuration, the current one first; empty reads or makes the data folder's. */
  masterKeys: Buffer[];
  /** Makes the demo's accounts at the start. */
  demo: boolean;
  transport: Transport;
  /** The sandbox's control address; null for the live network. */
  sandbox: { url: string; token: string | null } | null;
  /** The version of WhatsApp Web that is said; null: the current one, see wa-versions.ts. */
  whatsappVersion: WaVersion | null;
  /** How messages leave a number; a null interval is the transport's own. */
  sending: { intervalMs: number | null; acknowledgementMs: number };
  logLevel: (typeof LOG_LEVELS)[number];
  retention: { eventsDays: number; journalDays: number; idempotencyHours: number; auditDays: number };
}

interface Setting {
  name: string;
  /** What happens when it is left out, for the page. */
  fallback: string;
  meaning: string;
}

/** Every setting, in the order of docs/configuration.md, which a test compares with this list. */
export const SETTINGS: readonly Setting[] = [
  { name: 'PORT', fallback: '3000', meaning: 'The port of the API; 0 takes a free one.' },
  {
    name: 'HOST',
    fallback: '127.0.0.1',
    meaning: 'The address it listens at. Behind a proxy on another machine: `0.0.0.0`.',
  },
  {
    name: 'METAHUB_PUBLIC_URL',
    fallback: 'where it listens',
    meaning:
      'The API as browsers reach it, such as `https://api.example`. With https, the refresh cookie is `Secure`.',
  },
  {
    name: 'METAHUB_SMTP_URL',
    fallback: 'no e-mail is sent',
    meaning:
      'Where e-mail is handed over, as `smtps://user:password@host:465` or `smtp://…:587`. Without it invitations show their link to the inviter.',
  },
  {
    name: 'METAHUB_MAIL_FROM',
    fallback: 'none',
    meaning:
      'Whom e-mail is from, such as `Agência Aurora <hub@aurora.example>`; needed with METAHUB_SMTP_URL.',
  },
  {
    name: 'METAHUB_TRUST_PROXY',
    fallback: 'no',
    meaning:
      '`yes` behind one reverse proxy: address, host and scheme are then what its `X-Forwarded-*` headers say last, which it added itself. Behind several, the addresses or networks of all of them, such as `10.0.0.0/8, 127.0.0.1`. Say it only where nobody can reach the server past the proxy.',
  },
  {
    name: 'METAHUB_PRIVATE_TARGETS',
    fallback: 'none',
    meaning:
      'What the server may call though it is not on the public internet, separated by commas: names, addresses or networks, each with an optional port, such as `n8n.internal:5678, 10.20.0.0/16`. Everything else inside is refused to webhooks, link previews and whatever else calls an address that a person chose.',
  },
  {
    name: 'METAHUB_NAME_SERVERS',
    fallback: "the system's",
    meaning:
      'Name servers that are asked for hosts and for the records of own domains, such as `10.0.0.2:53`.',
  },
  {
    name: 'METAHUB_DOMAIN_TARGET',
    fallback: 'the host of METAHUB_PUBLIC_URL',
    meaning:
      "The host that the CNAME of an account's own domain names, such as `panels.example`. Without it and without a public address, accounts can't have own domains.",
  },
  {
    name: 'METAHUB_DATA',
    fallback: '.metahub',
    meaning:
      'The data folder: the embedded database, the files of messages, and the master key when none is configured.',
  },
  {
    name: 'DATABASE_URL',
    fallback: 'embedded PostgreSQL',
    meaning:
      'PostgreSQL 18 as `postgres://owner:password@host/database`. This login owns the tables and may create roles; the program itself works as the role `metahub_app`, which the migration makes.',
  },
  {
    name: 'REDIS_URL',
    fallback: 'PostgreSQL does it',
    meaning: 'Redis for jobs and shared rate limits, as `redis://host:6379`.',
  },
  {
    name: 'METAHUB_S3_BUCKET',
    fallback: 'the data folder',
    meaning:
      "The bucket that keeps the files of messages; needed when processes on several machines share them. Credentials come from AWS's own variables, files or roles.",
  },
  {
    name: 'METAHUB_S3_REGION',
    fallback: 'us-east-1',
    meaning: 'The region of the bucket.',
  },
  {
    name: 'METAHUB_S3_ENDPOINT',
    fallback: 'AWS',
    meaning: 'The address of another service that speaks like S3, such as `http://minio:9000`.',
  },
  {
    name: 'METAHUB_S3_PREFIX',
    fallback: 'none',
    meaning: 'The beginning of every key in the bucket, such as `metahub/`.',
  },
  {
    name: 'METAHUB_MASTER_KEY',
    fallback: 'made in the data folder',
    meaning:
      '32 bytes in base64 (`openssl rand -base64 32`), above all data keys. Required in production and with DATABASE_URL. To rotate, put the new key before the old one, with a comma.',
  },
  {
    name: 'METAHUB_ROLE',
    fallback: 'api,worker,gateway',
    meaning: 'What this process does, separated by commas; `--role` on the command line says the same.',
  },
  {
    name: 'METAHUB_TRANSPORT',
    fallback: 'sandbox',
    meaning:
      "What this process's gateway speaks to: `sandbox` for test accounts or `live` for WhatsApp. One process serves one of them.",
  },
  {
    name: 'METAHUB_SANDBOX_URL',
    fallback: 'http://127.0.0.1:7781',
    meaning: "The sandbox's control address.",
  },
  { name: 'METAHUB_SANDBOX_TOKEN', fallback: 'none', meaning: 'The token of a sandbox that asks for one.' },
  {
    name: 'METAHUB_SANDBOX_IN_PRODUCTION',
    fallback: 'no',
    meaning: '`yes` lets a production server use the sandbox.',
  },
  {
    name: 'METAHUB_DEMO',
    fallback: 'no',
    meaning:
      "`yes` makes the demo's agency, clients and people at the first start, and leaves their sign-ins in `demo-accounts.json` in the data folder. Never in production.",
  },
  {
    name: 'METAHUB_WHATSAPP_VERSION',
    fallback: 'the current one',
    meaning:
      'The version of WhatsApp Web that connections say, such as `2.3000.1043857760`. Left out, the current one is looked up, tried by one number first and kept with the last that worked.',
  },
  {
    name: 'METAHUB_SEND_INTERVAL_MS',
    fallback: '1000 on the live network, 0 in the sandbox',
    meaning: 'The least time between two messages of one number, in milliseconds.',
  },
  {
    name: 'METAHUB_ACKNOWLEDGEMENT_SECONDS',
    fallback: '30',
    meaning:
      'How long WhatsApp may take to confirm a message on a connection that stands, before it is `failed` with `no_acknowledgement`.',
  },
  {
    name: 'METAHUB_LOG_LEVEL',
    fallback: 'info',
    meaning:
      'One of `fatal`, `error`, `warn`, `info`, `debug`, `trace`, `silent`. No level logs message text or secrets.',
  },
  {
    name: 'METAHUB_EVENTS_DAYS',
    fallback: '30',
    meaning:
      "Days that events are kept for sockets and polling, and the history of sessions' health with them.",
  },
  {
    name: 'METAHUB_JOURNAL_DAYS',
    fallback: '7',
    meaning: "Days that the journal keeps a message's (encrypted) text after the inbox has it.",
  },
  {
    name: 'METAHUB_IDEMPOTENCY_HOURS',
    fallback: '24',
    meaning: 'Hours that an Idempotency-Key is remembered.',
  },
  {
    name: 'METAHUB_AUDIT_DAYS',
    fallback: '730',
    meaning: 'Days that entries of the audit are kept.',
  },
  {
    name: 'NODE_ENV',
    fallback: 'development',
    meaning:
      '`production` makes the master key and the live transport (or an explicit yes to the sandbox) a must.',
  },
];

/** Reads and checks all settings at once. Throws ConfigError that names everything that is wrong. */
export function readConfig(env: NodeJS.ProcessEnv, args: readonly string[] = []): Config {
  const wrong: string[] = [];
  const text = (name: string): string | undefined => env[name]?.trim() || undefined;
  function read<T>(name: string, fallback: T, parse: (value: string) => T): T {
    const value = text(name);
    if (value === undefined) return fallback;
    try {
      return parse(value);
    } catch (error) {
      wrong.push(`${name}: ${(error as Error).message}.`);
      return fallback;
    }
  }

  function readBucket(): S3Settings | null {
    const bucket = text('METAHUB_S3_BUCKET');
    const settings = {
      region: text('METAHUB_S3_REGION') ?? 'us-east-1',
      endpoint: read<string | null>('METAHUB_S3_ENDPOINT', null, parseHttpUrl),
      prefix: text('METAHUB_S3_PREFIX') ?? '',
    };
    return bucket === undefined ? null : { bucket, ...settings };
  }

  function readMail(): Config['mail'] {
    const url = read<string | null>('METAHUB_SMTP_URL', null, parseSmtpUrl);
    if (url === null) return null;
    const from = text('METAHUB_MAIL_FROM');
    if (!from) wrong.push('METAHUB_MAIL_FROM: it is required with METAHUB_SMTP_URL.');
    if (!text('METAHUB_PUBLIC_URL'))
      wrong.push('METAHUB_PUBLIC_URL: it is required with METAHUB_SMTP_URL, for the links in e-mails.');
    return { url, from: from ?? '' };
  }

  const production = text('NODE_ENV') === 'production';
  const roleArgument = args.find((arg) => arg.startsWith('--role='))?.slice('--role='.length);
  const roles = roleArgument
    ? readAs(wrong, '--role', () => parseRoles(roleArgument), new Set(ROLES))
    : read('METAHUB_ROLE', new Set(ROLES), parseRoles);
  const databaseUrl = read<ConnectionOptions | null>('DATABASE_URL', null, readConnectionUrl);
  const masterKeys = read('METAHUB_MASTER_KEY', [], parseMasterKeys);
  if (masterKeys.length === 0 && !text('METAHUB_MASTER_KEY') && (production || databaseUrl))
    wrong.push(
      `METAHUB_MASTER_KEY: it is required ${production ? 'in production' : 'with DATABASE_URL'}; make one with: openssl rand -base64 32.`,
    );
  const transport = read<Transport>('METAHUB_TRANSPORT', 'sandbox', parseOneOf(['sandbox', 'live']));
  const sandboxUrl = read('METAHUB_SANDBOX_URL', 'http://127.0.0.1:7781', parseHttpUrl);
  if (
    production &&
    transport === 'sandbox' &&
    roles.has('gateway') &&
    !read('METAHUB_SANDBOX_IN_PRODUCTION', false, parseYesNo)
  )
    wrong.push(
      'METAHUB_TRANSPORT: a production server does not use the sandbox; set it to live, or set METAHUB_SANDBOX_IN_PRODUCTION=yes.',
    );

  const demo = read('METAHUB_DEMO', false, parseYesNo);
  if (demo && production)
    wrong.push('METAHUB_DEMO: a production server makes no demo accounts with known passwords.');

  const config: Config = {
    production,
    demo,
    roles,
    host: text('HOST') ?? '127.0.0.1',
    port: read('PORT', 3000, parseWhole(0, 65_535)),
    publicUrl: read<string | null>('METAHUB_PUBLIC_URL', null, parseHttpUrl),
    mail: readMail(),
    trustProxy: read<Config['trustProxy']>('METAHUB_TRUST_PROXY', false, parseProxies),
    privateTargets: read('METAHUB_PRIVATE_TARGETS', NO_PRIVATE_TARGETS, parsePrivateTargets),
    nameServers: read<string[]>('METAHUB_NAME_SERVERS', [], parseNameServers),
    domainTarget: read<string | null>('METAHUB_DOMAIN_TARGET', null, parseHost),
    dataFolder: resolve(text('METAHUB_DATA') ?? '.metahub'),
    mediaBucket: readBucket(),
    databaseUrl,
    redisUrl: read<string | null>('REDIS_URL', null, parseRedisUrl),
    masterKeys,
    transport,
    sandbox:
      transport === 'sandbox' ? { url: sandboxUrl, token: text('METAHUB_SANDBOX_TOKEN') ?? null } : null,
    whatsappVersion: read<WaVersion | null>('METAHUB_WHATSAPP_VERSION', null, parseVersion),
    sending: {
      intervalMs: read<number | null>('METAHUB_SEND_INTERVAL_MS', null, parseWhole(0, 600_000)),
      acknowledgementMs: read('METAHUB_ACKNOWLEDGEMENT_SECONDS', 30, parseWhole(1, 600)) * 1_000,
    },
    logLevel: read('METAHUB_LOG_LEVEL', 'info', parseOneOf(LOG_LEVELS)),
    retention: {
      eventsDays: read('METAHUB_EVENTS_DAYS', 30, parseWhole(1, 3_650)),
      journalDays: read('METAHUB_JOURNAL_DAYS', 7, parseWhole(1, 3_650)),
      idempotencyHours: read('METAHUB_IDEMPOTENCY_HOURS', 24, parseWhole(1, 24 * 365)),
      auditDays: read('METAHUB_AUDIT_DAYS', 730, parseWhole(1, 36_500)),
    },
  };
  if (wrong.length > 0)
    throw new ConfigError(`MetaHub can't start with these settings:\n- ${wrong.join('\n- ')}`);
  return config;
}

/** Makes the data folder and proves that it can be written. Throws ConfigError with what to do. */
export function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new ConfigError(
      `The data folder ${folder} can't be written (${(error as NodeJS.ErrnoException).code}). ` +
        'Give MetaHub the right to write there, or name another folder by METAHUB_DATA.',
    );
  }
}

/** The folder of the embedded database within a data folder. */
export function databaseFolderOf(dataFolder: string): string {
  return join(dataFolder, 'database');
}

function readAs<T>(wrong: string[], name: string, parse: () => T, fallback: T): T {
  try {
    return parse();
  } catch (error) {
    wrong.push(`${name}: ${(error as Error).message}.`);
    return fallback;
  }
}

function parseWhole(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < least || number > most)
      throw new Error(`"${value}" is not a whole number from ${least} to ${most}`);
    return number;
  };
}

function parseOneOf<const T extends string>(choices: readonly T[]): (value: string) => T {
  return (value) => {
    const choice = choices.find((one) => one === value);
    if (choice === undefined) throw new Error(`"${value}" is not one of ${choices.join(', ')}`);
    return choice;
  };
}

function parseYesNo(value: string): boolean {
  if (/^(yes|true|1)$/i.test(value)) return true;
  if (/^(no|false|0)$/i.test(value)) return false;
  throw new Error(`"${value}" is neither yes nor no`);
}

/** `yes` trusts the one that connects, and not what it passes on: its own word stands last in the headers. */
function parseProxies(value: string): Config['trustProxy'] {
  if (/^(yes|true|1|no|false|0)$/i.test(value)) return parseYesNo(value) ? 1 : false;
  const proxies = value.split(',').map((part) => part.trim());
  for (const proxy of proxies) {
    const [address = '', prefix = '0', more] = proxy.split('/');
    const most = isIP(address) === 4 ? 32 : 128;
    if (isIP(address) === 0 || more !== undefined || !/^\d+$/.test(prefix) || Number(prefix) > most)
      throw new Error(`"${proxy}" is neither yes nor no, nor the address or network of a proxy`);
  }
  return proxies;
}

function parseRoles(value: string): Set<Role> {
  return new Set(value.split(',').map((part) => parseOneOf(ROLES)(part.trim())));
}

function parseSmtpUrl(value: string): string {
  const url = URL.parse(value);
  if (url && (url.protocol === 'smtp:' || url.protocol === 'smtps:') && url.hostname !== '') return value;
  throw new Error('it must be an address such as smtps://user:password@mail.example:465');
}

function parseHttpUrl(value: string): string {
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error(`"${value}" is not an http or https address`);
  return url.origin;
}

function parseHost(value: string): string {
  const host = canonicalHost(value);
  if (host === null) throw new Error(`"${value}" is not the name of a host`);
  return host;
}

function parseRedisUrl(value: string): string {
  const url = URL.parse(value);
  if (!url || !/^rediss?:$/.test(url.protocol)) throw new Error('it must start with redis:// or rediss://');
  return value;
}

function parseMasterKeys(value: string): Buffer[] {
  return value.split(',').map((part) => {
    const key = Buffer.from(part.trim(), 'base64');
    if (key.length !== 32) throw new Error('a master key is 32 bytes in base64');
    return key;
  });
}
