import type { MetaHubClient } from '../client/client.ts';
import type { Media } from '../client/contract.ts';
import { Store } from '../foundation/store.ts';

/** An address that ends sooner than this is not begun to be used. */
const LEAST_LEFT_MS = 5_000;
/** Pause after an address could not be had. */
const PAUSE_MS = 30_000;

interface Link {
  address: string | null;
  until: number;
}

/**
 * Addresses of files. The API signs a new one with every answer; a picture on the screen keeps the one it has for as
 * long as that holds, so that nothing is loaded twice, and gets another when it is over.
 */
export class MediaLinks extends Store {
  #client: MetaHubClient;
  #links = new Map<string, Link>();
  #asking = new Map<string, Promise<string | null>>();
  #ended = false;

  constructor(client: MetaHubClient) {
    super();
    this.#client = client;
  }

  /** The address of a stored file; null while a fresh one is asked for, or where there is none. */
  addressOf(media: Media): string | null {
    if (media.state !== 'stored') return null;
    const known = this.#links.get(media.id);
    if (known && known.until > Date.now() + LEAST_LEFT_MS) return known.address;
    const given = this.#keep(media);
    if (given) return given;
    void this.freshen(media.id);
    return null;
  }

  /** Asks for a new address, once for all who want it. Null when none could be had. */
  freshen(mediaId: string): Promise<string | null> {
    let asked = this.#asking.get(mediaId);
    if (!asked) {
      asked = this.#ask(mediaId).finally(() => this.#asking.delete(mediaId));
      this.#asking.set(mediaId, asked);
    }
    return asked;
  }

  async #ask(mediaId: string): Promise<string | null> {
    let address: string | null = null;
    try {
      address = this.#keep(await this.#client.getMedia(mediaId));
    } catch {
      // Nothing is shown in its place but the thumbnail; it is asked for again in a while.
    }
    if (!address) this.#links.set(mediaId, { address: null, until: Date.now() + PAUSE_MS });
    if (!this.#ended) this.changed();
    return address;
  }

  #keep({ id, url, urlExpiresAt }: Media): string | null {
    const until = urlExpiresAt ? Date.parse(urlExpiresAt) : Infinity;
    if (!url || until <= Date.now() + LEAST_LEFT_MS) return null;
    const address = url.startsWith('/') ? this.#client.apiUrl + url : url;
    this.#links.set(id, { address, until });
    return address;
  }

  destroy(): void {
    this.#ended = true;
  }
}
