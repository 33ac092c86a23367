import type { Sharp } from 'sharp';
import { Problem } from '../http/problem.ts';
import { LIMITS } from '../limits.ts';
import { cleanSvg } from './clean-svg.ts';
import { SvgError } from './read-svg.ts';

export type LogoKind = 'logo' | 'logo_dark' | 'favicon';

/** A picture as it will be served. */
export interface LogoFile {
  mimeType: 'image/png' | 'image/svg+xml';
  bytes: Buffer;
  /** The same in pixels, where `bytes` is a drawing. */
  png: Buffer | null;
  width: number;
  height: number;
}

const PIXELS: readonly [name: string, at: number, bytes: string][] = [
  ['png', 0, '\x89PNG\r\n\x1a\n'],
  ['jpeg', 0, '\xff\xd8\xff'],
  ['gif', 0, 'GIF8'],
  ['webp', 8, 'WEBP'],
];

/**
 * Makes what is served of what was uploaded: pixels are decoded, turned upright and written anew as PNG, without
 * anything that was hidden beside them; a drawing keeps only what draws. Throws 422 `logo_unsuitable`.
 */
export async function makeLogo(uploaded: Buffer, kind: LogoKind): Promise<LogoFile> {
  const start = uploaded.toString('latin1', 0, 64);
  const isPixels = PIXELS.some(([, at, bytes]) => start.startsWith(bytes, at));
  // A drawing is told by its first element; whether it is one is found out by reading it.
  const isDrawing = !isPixels && /^(\xef\xbb\xbf)?\s*</.test(start);
  if (!isPixels && !isDrawing) throw unsuitable('The file is none of PNG, JPEG, WebP, GIF and SVG.');
  const svg = isDrawing ? clean(uploaded) : null;
  const { data, info } = await draw(svg ?? uploaded, kind);
  return svg
    ? { mimeType: 'image/svg+xml', bytes: svg, png: data, width: info.width, height: info.height }
    : { mimeType: 'image/png', bytes: data, png: null, width: info.width, height: info.height };
}

function clean(uploaded: Buffer): Buffer {
  try {
    return cleanSvg(uploaded);
  } catch (error) {
    if (error instanceof SvgError) throw unsuitable(`This SVG can't be used: ${error.message}.`);
    throw error;
  }
}

async function draw(
  bytes: Buffer,
  kind: LogoKind,
): Promise<{ data: Buffer; info: { width: number; height: number } }> {
  const { default: sharp } = await import('sharp');
  try {
    const picture: Sharp = sharp(bytes, {
      limitInputPixels: LIMITS.branding.logoPixels,
      failOn: 'error',
      animated: false,
    }).autoOrient();
    const { logoSize, faviconSize } = LIMITS.branding;
    const sized =
      kind === 'favicon'
        ? picture.resize(faviconSize, faviconSize, { fit: 'contain', background: '#00000000' })
        : picture.resize({ ...logoSize, fit: 'inside', withoutEnlargement: true });
    return await sized.png({ compressionLevel: 9 }).toBuffer({ resolveWithObject: true });
  } catch {
    throw unsuitable('The picture is damaged, or has too many pixels.');
  }
}

function unsuitable(detail: string): Problem {
  return new Problem({ status: 422, code: 'logo_unsuitable', detail });
}
