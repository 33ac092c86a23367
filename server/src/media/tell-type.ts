import { extname } from 'node:path';

/** A type told by the first bytes: `at` is where the signature (latin1) stands. */
interface Signature {
  mime: string;
  at: number;
  bytes: string;
}

/** More particular ones first. From the WHATWG MIME sniffing standard and the formats' own descriptions. */
const SIGNATURES: readonly Signature[] = [
  { mime: 'image/png', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { mime: 'image/jpeg', at: 0, bytes: '\xff\xd8\xff' },
  { mime: 'image/gif', at: 0, bytes: 'GIF87a' },
  { mime: 'image/gif', at: 0, bytes: 'GIF89a' },
  { mime: 'image/webp', at: 8, bytes: 'WEBP' },
  { mime: 'image/heic', at: 4, bytes: 'ftypheic' },
  { mime: 'image/avif', at: 4, bytes: 'ftypavif' },
  { mime: 'audio/wav', at: 8, bytes: 'WAVE' },
  { mime: 'audio/ogg', at: 0, bytes: 'OggS' },
  { mime: 'audio/mpeg', at: 0, bytes: 'ID3' },
  { mime: 'audio/amr', at: 0, bytes: '#!AMR' },
  { mime: 'audio/flac', at: 0, bytes: 'fLaC' },
  { mime: 'audio/mp4', at: 4, bytes: 'ftypM4A' },
  { mime: 'video/3gpp', at: 4, bytes: 'ftyp3gp' },
  { mime: 'video/quicktime', at: 4, bytes: 'ftypqt' },
  { mime: 'video/mp4', at: 4, bytes: 'ftyp' },
  { mime: 'video/webm', at: 0, bytes: '\x1a\x45\xdf\xa3' },
  { mime: 'application/pdf', at: 0, bytes: '%PDF-' },
  { mime: 'application/zip', at: 0, bytes: 'PK\x03\x04' },
  { mime: 'application/gzip', at: 0, bytes: '\x1f\x8b' },
  { mime: 'application/x-ole-storage', at: 0, bytes: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' },
  { mime: 'application/x-msdownload', at: 0, bytes: 'MZ' },
];

/** What a container or plain text is, by the ending of its name; nothing here is ever shown in a browser. */
const BY_ENDING: Record<string, string> = {
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.pptx': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  '.odt': 'application/vnd.oasis.opendocument.text',
  '.ods': 'application/vnd.oasis.opendocument.spreadsheet',
  '.doc': 'application/msword',
  '.xls': 'application/vnd.ms-excel',
  '.ppt': 'application/vnd.ms-powerpoint',
  '.csv': 'text/csv',
  '.txt': 'text/plain',
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.vcf': 'text/vcard',
  '.ics': 'text/calendar',
};
const CONTAINERS = new Set(['application/zip', 'application/x-ole-storage']);

/** Types that a browser may show: nothing in them can run. All others come as a download of plain bytes. */
const SHOWN = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'audio/ogg',
  'audio/mpeg',
  'audio/mp4',
  'audio/wav',
  'audio/aac',
  'audio/amr',
  'audio/flac',
  'video/mp4',
  'video/3gpp',
  'video/webm',
  'video/quicktime',
]);

/**
 * The type of a file by its first bytes; its name only decides what a container or an unknown file is. Null where the
 * bytes say nothing: HTML, SVG and scripts among them, which are never told apart and never shown.
 */
export function tellType(head: Buffer, fileName: string | null): string | null {
  const start = head.toString('latin1', 0, 64);
  const found = SIGNATURES.find(({ at, bytes }) => start.startsWith(bytes, at));
  if (found?.mime === 'audio/ogg') return start.includes('OpusHead') ? 'audio/ogg; codecs=opus' : 'audio/ogg';
  const named = fileName === null ? undefined : BY_ENDING[extname(fileName).toLowerCase()];
  if (found) return CONTAINERS.has(found.mime) ? (named ?? found.mime) : found.mime;
  // MPEG and AAC frames begin with eleven or twelve set bits.
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0) return 'audio/aac';
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2) return 'audio/mpeg';
  return named ?? null;
}

/** Without parameters, in small letters. */
export function essenceOf(mimeType: string): string {
  return mimeType.split(';')[0]!.trim().toLowerCase();
}

/** Whether a browser may show it in place. */
export function maySafelyShow(mimeType: string): boolean {
  return SHOWN.has(essenceOf(mimeType));
}

/**
 * The type of a received file: what its bytes say, else what its sender said, unless that is one that a browser would
 * show.
 */
export function settleType(head: Buffer, said: { declared: string; fileName: string | null }): string {
  const told = tellType(head, said.fileName);
  if (told) return told;
  return maySafelyShow(said.declared) ? 'application/octet-stream' : said.declared;
}
