import { MEDIA_LIMITS } from './limits.ts';
import { essenceOf } from './tell-type.ts';

/** Sizes (of the longer side) and qualities that are tried, until one is small enough. */
const STEPS = [
  [96, 60],
  [72, 50],
  [48, 45],
  [32, 35],
] as const;
const PICTURES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];

/**
 * The small picture that stands in for a picture until it is loaded, here and on the customer's phone: a JPEG in a data URL.
 * Null for what is no picture, or a broken one.
 */
export async function drawThumbnail(path: string, mimeType: string): Promise<string | null> {
  if (!PICTURES.includes(essenceOf(mimeType))) return null;
  const { default: sharp } = await import('sharp');
  try {
    for (const [side, quality] of STEPS) {
      const bytes = await sharp(path, { limitInputPixels: MEDIA_LIMITS.thumbnailPixels, animated: false })
        .autoOrient()
        .resize(side, side, { fit: 'inside', withoutEnlargement: true })
        .flatten({ background: '#ffffff' })
        .jpeg({ quality })
        .toBuffer();
      if (bytes.length <= MEDIA_LIMITS.thumbnailBytes)
        return `data:image/jpeg;base64,${bytes.toString('base64')}`;
    }
  } catch {
    // A picture that can't be decoded may still be sent.
  }
  return null;
}

/** The bytes of a thumbnail; null where there is none. */
export function thumbnailBytes(thumbnail: string | null): Buffer | null {
  const found = thumbnail?.startsWith('data:image/jpeg;base64,') ? thumbnail.split(',', 2)[1] : undefined;
  return found ? Buffer.from(found, 'base64') : null;
}
