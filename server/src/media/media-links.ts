import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseTypeId, toTypeId } from '../db/ids.ts';
import { MEDIA_LIMITS } from './limits.ts';

/** A link to a file, and when it ends. */
export interface MediaLink {
  url: string;
  expiresAt: Date;
}

/** Makes and checks the links to files: each is for one file of one account, and ends by itself. */
export class MediaLinks {
  readonly #key: Buffer;
  readonly #formerKeys: readonly Buffer[];

  /**
   * `key` is a secret of its own, the same in all processes of an installation. Links that one of `formerKeys` signed
   * hold until they end.
   */
  constructor(key: Buffer, formerKeys: readonly Buffer[] = []) {
    this.#key = key;
    this.#formerKeys = formerKeys;
  }

  /** A link on the API's own origin. Made twice within some minutes it is the same, so that caches can hold the file. */
  make(media: { accountId: string; mediaId: string }, now = Date.now()): MediaLink {
    const { linkMs, linkStepMs } = MEDIA_LIMITS;
    const expiresAt = new Date(Math.ceil(now / linkStepMs) * linkStepMs + linkMs);
    const expires = expiresAt.getTime() / 1_000;
    const account = toTypeId('acc', media.accountId);
    const signature = this.#sign({ ...media, expires }).toString('base64url');
    const query = `account=${account}&expires=${expires}&signature=${signature}`;
    return { url: `/v1/media/${toTypeId('med', media.mediaId)}/content?${query}`, expiresAt };
  }

  /** Whose file a link is for, or why it opens nothing. */
  check(
    link: { account: string; mediaId: string; expires: number; signature: string },
    now = Date.now(),
  ): { accountId: string; mediaId: string } | 'forged' | 'expired' {
    const accountId = parseTypeId('acc', link.account);
    const mediaId = parseTypeId('med', link.mediaId);
    if (accountId === null || mediaId === null) return 'forged';
    const given = Buffer.from(link.signature, 'base64url');
    const isOurs = [this.#key, ...this.#formerKeys].some((key) => {
      const right = this.#sign({ accountId, mediaId, expires: link.expires }, key);
      return given.length === right.length && timingSafeEqual(given, right);
    });
    if (!isOurs) return 'forged';
    return link.expires * 1_000 > now ? { accountId, mediaId } : 'expired';
  }

  #sign(media: { accountId: string; mediaId: string; expires: number }, key = this.#key): Buffer {
    return createHmac('sha256', key)
      .update(`media\n${media.accountId}\n${media.mediaId}\n${media.expires}`)
      .digest();
  }
}
