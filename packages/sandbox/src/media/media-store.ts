import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../limits.ts';
import { SandboxProblem } from '../problem.ts';
import type { Store } from '../store/store.ts';
import { hashOf } from './media-crypt.ts';

/** One address on the media host; several can lead to the same file. */
export interface MediaLink {
  token: string;
  /** Hash of the encrypted file. */
  blob: string;
  bytes: number;
  /** The phone that put it there. */
  number: string;
  /** HTTP status that it answers since it went away; null while it is there. */
  gone: number | null;
}

/** Encrypted files on the media host. Nobody can read them without the key that travels in the message. */
export class MediaStore {
  readonly #store: Store;
  readonly #folder: string | undefined;
  readonly #links = new Map<string, MediaLink>();
  readonly #blobs = new Map<string, Buffer>();
  #bytes = 0;

  /** @param folder where files survive; absent: in memory */
  constructor(store: Store, folder: string | undefined) {
    this.#store = store;
    this.#folder = folder;
    if (folder) mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.load();
  }

  /** Reads the links again. */
  load(): void {
    this.#links.clear();
    this.#bytes = 0;
    for (const [token, link] of this.#store.load<MediaLink>('media')) {
      this.#links.set(token, link);
      this.#bytes += link.bytes;
    }
  }

  /** Takes an encrypted file; answers the path that leads to it. The oldest files give way. */
  put(body: Buffer, number: string): { directPath: string } {
    if (body.length > limits.mediaBytes) {
      throw new SandboxProblem(413, 'media_too_large', `A file has at most ${limits.mediaBytes} bytes.`);
    }
    const blob = hashOf(body).toString('base64url');
    const link: MediaLink = {
      token: randomBytes(18).toString('base64url'),
      blob,
      bytes: body.length,
      number,
      gone: null,
    };
    if (this.#folder) writeFileSync(join(this.#folder, blob), body, { mode: 0o600 });
    else this.#blobs.set(blob, body);
    this.#links.set(link.token, link);
    this.#bytes += link.bytes;
    this.#store.put('media', link.token, () => link);
    while (this.#bytes > limits.mediaTotalBytes && this.#links.size > 1)
      this.#remove(this.#links.values().next().value!);
    return { directPath: `/v/${link.token}.enc` };
  }

  /** The link behind a path or URL. */
  find(path: string | null | undefined): MediaLink | undefined {
    const token = /\/v\/([\w-]+)\.enc(\?|$)/.exec(path ?? '')?.[1];
    return token ? this.#links.get(token) : undefined;
  }

  /** The encrypted file of a link, even when the link itself is gone: phones keep what they have. */
  read(link: MediaLink): Buffer | undefined {
    if (!this.#folder) return this.#blobs.get(link.blob);
    try {
      return readFileSync(join(this.#folder, link.blob));
    } catch {
      return undefined;
    }
  }

  /** From now on this link answers with an HTTP error. */
  expire(link: MediaLink, status: number): void {
    link.gone = status;
    this.#store.put('media', link.token, () => link);
  }

  clear(): void {
    for (const link of this.#links.values()) this.#remove(link);
  }

  #remove(link: MediaLink): void {
    this.#links.delete(link.token);
    this.#store.remove('media', link.token);
    this.#bytes -= link.bytes;
    if ([...this.#links.values()].some((other) => other.blob === link.blob)) return;
    this.#blobs.delete(link.blob);
    if (this.#folder) rmSync(join(this.#folder, link.blob), { force: true });
  }
}
