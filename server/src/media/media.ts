import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { MasterKey } from '../db/master-key.ts';
import { MEDIA_LIMITS } from './limits.ts';
import { MediaLinks } from './media-links.ts';
import { FolderStore, type MediaStore, Workshop } from './media-store.ts';
import { S3Store } from './s3-store.ts';

/** Where files are, and the links to them. */
export interface Media {
  readonly store: MediaStore;
  readonly workshop: Workshop;
  readonly links: MediaLinks;
  readonly uploads: Turnstile;
}

/** Lets so many in at once, and turns the others away. */
export class Turnstile {
  #room: number;

  constructor(most: number) {
    this.#room = most;
  }

  /** What to call when leaving; null when it is full. */
  enter(): (() => void) | null {
    if (this.#room <= 0) return null;
    this.#room -= 1;
    return () => void (this.#room += 1);
  }
}

/** Opens the configured store, and the folder where files are worked on. */
export async function openMedia(options: { config: Config; masterKey: MasterKey }): Promise<Media> {
  const { config, masterKey } = options;
  const [linkKey, ...formerLinkKeys] = masterKey.deriveAll('media links');
  const folder = join(config.dataFolder, 'media');
  const workshop = new Workshop(join(folder, 'incoming'));
  await workshop.prepare();
  return {
    store: config.mediaBucket ? new S3Store(config.mediaBucket) : new FolderStore(folder),
    workshop,
    links: new MediaLinks(linkKey!, formerLinkKeys),
    uploads: new Turnstile(MEDIA_LIMITS.uploadsAtOnce),
  };
}
