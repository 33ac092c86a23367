import { toTypeId } from '../db/ids.ts';
import type { components } from '../http/contract.gen.ts';
import { showFileName } from './file-name.ts';
import type { MediaLinks } from './media-links.ts';
import type { StoredMedia } from './media-row.ts';

/** The contract's Media, from what a message keeps of its file. */
export function presentMedia(
  media: StoredMedia,
  options: { accountId: string; links: MediaLinks },
): components['schemas']['Media'] {
  const { id, fileName, ...facts } = media;
  const link =
    media.state === 'stored' ? options.links.make({ accountId: options.accountId, mediaId: id }) : null;
  return {
    ...facts,
    id: toTypeId('med', id),
    fileName: fileName === null ? null : showFileName(fileName),
    url: link?.url ?? null,
    urlExpiresAt: link?.expiresAt.toISOString() ?? null,
  };
}
