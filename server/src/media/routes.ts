import { inAccount } from '../db/database.ts';
import { fromTypeId } from '../db/ids.ts';
import type { Operations } from '../http/operation.ts';
import { notFound, Problem } from '../http/problem.ts';
import { contentDisposition } from './file-name.ts';
import { findMedia, readMedia } from './find-media.ts';
import { type MediaRow, storedMediaOf } from './media-row.ts';
import type { ByteRange } from './media-store.ts';
import { presentMedia } from './present.ts';
import { maySafelyShow } from './tell-type.ts';
import { uploadMedia } from './upload-media.ts';

/** The operations on files. */
export const mediaOperations: Pick<Operations, 'uploadMedia' | 'getMedia' | 'getMediaContent'> = {
  async uploadMedia({ app, caller, query, body, request }) {
    const saidBytes = Number(request.headers['content-length'] ?? 0);
    const fileName = query.fileName ?? null;
    const row = await uploadMedia(app, { caller, body, fileName, saidBytes });
    return {
      status: 201,
      body: presentMedia(storedMediaOf(row), { accountId: caller.accountId, links: app.media.links }),
    };
  },

  async getMedia({ app, caller, params, inAccount: inScope }) {
    const mediaId = fromTypeId('med', params.mediaId);
    const row = await inScope((tx) => findMedia(tx, { caller, mediaId }));
    return {
      status: 200,
      body: presentMedia(storedMediaOf(row), { accountId: caller.accountId, links: app.media.links }),
    };
  },

  async getMediaContent({ app, params, query, request }) {
    const link = app.media.links.check({ ...query, mediaId: params.mediaId });
    if (link === 'forged') throw notFound('media');
    if (link === 'expired')
      throw new Problem({
        status: 410,
        code: 'media_link_expired',
        detail: 'This link has ended. Read the message or the media again for a new one.',
      });
    const { accountId, mediaId } = link;
    const row = await inAccount(app.database, accountId, (tx) => readMedia(tx, mediaId));
    if (!row?.sha256 || row.state !== 'stored') throw notFound('media');
    const size = row.size;
    const range = readRange(request.headers.range, size);
    const body = await app.media.store.read({ accountId, sha256: row.sha256 }, range ?? undefined);
    if (!body) throw notFound('media');
    const headers = headersOf(row, query.expires);
    if (!range) return { status: 200, headers: { ...headers, 'content-length': String(size) }, body };
    return {
      status: 206,
      headers: {
        ...headers,
        'content-range': `bytes ${range.start}-${range.end}/${size}`,
        'content-length': String(range.end - range.start + 1),
      },
      body,
    };
  },
};

/** What keeps a hostile file from doing anything: a type that we told by its bytes, no sniffing, no script, no frame. */
function headersOf(row: MediaRow, expires: number): Record<string, string> {
  const shown = maySafelyShow(row.mime_type);
  const left = Math.max(0, expires - Math.ceil(Date.now() / 1_000));
  return {
    'content-type': shown ? row.mime_type : 'application/octet-stream',
    'content-disposition': contentDisposition(shown ? 'inline' : 'attachment', row.file_name ?? nameOf(row)),
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
    'accept-ranges': 'bytes',
    'cache-control': `private, max-age=${left}, immutable`,
  };
}

/** A name for a file that came without one; its ending is the type that we told. */
function nameOf(row: MediaRow): string {
  const ending = maySafelyShow(row.mime_type) ? /\/([a-z0-9]+)/.exec(row.mime_type)?.[1] : undefined;
  return `${row.kind}.${ending === 'jpeg' ? 'jpg' : (ending ?? 'bin')}`;
}

/** One range of bytes (RFC 9110, 14.1.2); null for the whole file. Throws 416 for one beyond its end. */
function readRange(header: string | undefined, size: number): ByteRange | null {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (!asked || (asked[1] === '' && asked[2] === '')) return null;
  const [first, last] = [asked[1]!, asked[2]!];
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < start) return null;
  if (start < size && !(first === '' && Number(last) === 0)) return { start, end };
  throw new Problem({
    status: 416,
    code: 'range_not_satisfiable',
    detail: `The file has ${size} bytes.`,
    headers: { 'content-range': `bytes */${size}` },
  });
}
