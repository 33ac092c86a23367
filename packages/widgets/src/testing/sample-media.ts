import type { Media } from '../client/contract.ts';
import { sampleMedia } from './sample-data.ts';

/** A drawn picture as an address: of a card, lying or standing. */
export function drawPicture(width: number, height: number, hue = 216): string {
  const card = `<g transform="translate(${width / 2} ${height / 2}) rotate(-4) scale(${Math.min(width / 260, height / 160)})">
<rect x="-100" y="-60" width="200" height="120" rx="10" fill="#fdfdfb"/><path d="M-100-50a10 10 0 0 1 10-10H90a10 10 0 0 1 10 10v20h-200z" fill="hsl(${hue} 30% 52%)"/>
<rect x="-86" y="-48" width="70" height="7" rx="3.5" fill="#fff"/><rect x="-86" y="-10" width="110" height="7" rx="3.5" fill="#9aa3ad"/>
<rect x="-86" y="8" width="84" height="7" rx="3.5" fill="#c3c9d0"/><circle cx="68" cy="4" r="14" fill="#dfe5ec"/></g>`;
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#c9b79c"/><path d="M0 ${height * 0.75}L${width} ${height * 0.5}V${height}H0z" fill="#b9a485"/>${card}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`;
}

/** The few pixels that stand in for a picture. */
export const THUMBNAIL = drawPicture(32, 18);

export function samplePicture(id: string, width = 1280, height = 720, part: Partial<Media> = {}): Media {
  return sampleMedia({ id, width, height, url: drawPicture(width, height), thumbnail: THUMBNAIL, ...part });
}

/** A tone as a WAV file: 8,000 samples a second, 8 bits. */
export function toneFile(seconds: number): Blob {
  const count = 8_000 * seconds;
  const view = new DataView(new ArrayBuffer(44 + count));
  const letters = (at: number, text: string): void => {
    for (let index = 0; index < text.length; index++) view.setUint8(at + index, text.charCodeAt(index));
  };
  letters(0, 'RIFF');
  view.setUint32(4, 36 + count, true);
  letters(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, 8_000, true);
  view.setUint32(28, 8_000, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  letters(36, 'data');
  view.setUint32(40, count, true);
  for (let at = 0; at < count; at++)
    view.setUint8(44 + at, 128 + 40 * Math.sin((at * 440 * 2 * Math.PI) / 8_000));
  return new Blob([view.buffer], { type: 'audio/wav' });
}

/** A recording that can be played. */
export function sampleAudio(id: string, seconds: number, part: Partial<Media> = {}): Media {
  return sampleMedia({
    id,
    mimeType: 'audio/ogg',
    durationMs: seconds * 1000,
    url: URL.createObjectURL(toneFile(seconds)),
    ...part,
  });
}
