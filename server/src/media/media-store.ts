import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isUuid } from '../db/ids.ts';
import { MEDIA_LIMITS } from './limits.ts';

/** Names stored bytes: an account and their SHA-256. */
export interface StoredName {
  accountId: string;
  sha256: Buffer;
}

/** A range of bytes, both ends included. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Where the bytes of files are kept: once per account and content, never changed. */
export interface MediaStore {
  /** Takes over a finished file of this machine; it is gone from its place afterwards. Putting it again does nothing. */
  put(name: StoredName, file: string): Promise<void>;
  /** Forgets the bytes, if they are there. */
  remove(name: StoredName): Promise<void>;
  /** Null when there is no such file. */
  read(name: StoredName, range?: ByteRange): Promise<Readable | null>;
  /** Removes every file of an account, and answers how many there were. */
  removeAll(accountId: string): Promise<number>;
}

/** `account/ab/abcdef…`: safe as a path and as an object's key. */
export function placeOf({ accountId, sha256 }: StoredName): string {
  const hash = sha256.toString('hex');
  return `${accountId}/${hash.slice(0, 2)}/${hash}`;
}

/** Keeps files in a folder. */
export class FolderStore implements MediaStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(name: StoredName, file: string): Promise<void> {
    const target = join(this.#folder, placeOf(name));
    if (await exists(target)) return unlink(file);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const handle = await open(file, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(file, target);
  }

  async read(name: StoredName, range?: ByteRange): Promise<Readable | null> {
    const path = join(this.#folder, placeOf(name));
    if (!(await exists(path))) return null;
    return createReadStream(path, range);
  }

  async remove(name: StoredName): Promise<void> {
    await rm(join(this.#folder, placeOf(name)), { force: true });
  }

  async removeAll(accountId: string): Promise<number> {
    if (!isUuid(accountId)) throw new TypeError('An account id is a UUID.');
    const folder = join(this.#folder, accountId);
    const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    await rm(folder, { recursive: true, force: true });
    return found.filter((entry) => entry.isFile()).length;
  }
}

/** Files on their way in or out: on this machine, under names that nobody else uses. */
export class Workshop {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes the folder, and clears away what processes that died have left. */
  async prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const oldest = Date.now() - MEDIA_LIMITS.leftoverMs;
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      const found = await stat(path).catch(() => null);
      if (found?.isFile() && found.mtimeMs < oldest) await rm(path, { force: true });
    }
  }

  /** Runs `work` with the path of a file that may be made; it is removed afterwards if it is still there. */
  async withFile<T>(work: (path: string) => Promise<T>): Promise<T> {
    const path = join(this.#folder, randomUUID());
    try {
      return await work(path);
    } finally {
      await rm(path, { force: true });
    }
  }
}

/** More bytes than allowed. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
  readonly code = 'too_large';
}

/** Whether an error says that the disk is full, or the quota used up. */
export function lacksRoom(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** What was written: how much, its hash, and its beginning, by which the type is told. */
export interface WrittenFile {
  size: number;
  sha256: Buffer;
  head: Buffer;
}

/** Writes a stream to a new file, at most `most` bytes of it. Throws TooLargeError and what the stream throws. */
export async function writeFileFrom(
  source: AsyncIterable<Uint8Array>,
  options: { path: string; most: number },
): Promise<WrittenFile> {
  const hash = createHash('sha256');
  const heads: Uint8Array[] = [];
  let size = 0;
  async function* measured(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      if (size < MEDIA_LIMITS.sniffBytes) heads.push(chunk.subarray(0, MEDIA_LIMITS.sniffBytes - size));
      size += chunk.length;
      if (size > options.most) throw new TooLargeError(`The file has more than ${options.most} bytes.`);
      hash.update(chunk);
      yield chunk;
    }
  }
  await pipeline(measured, createWriteStream(options.path, { flags: 'wx', mode: 0o600 }));
  return { size, sha256: hash.digest(), head: Buffer.concat(heads) };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
