import { Readable } from 'node:stream';
import type { AccountRow } from '../accounts/present.ts';
import { readAccount } from '../accounts/routes.ts';
import type { Application } from '../application.ts';
import { fromTypeId, toTypeId } from '../db/ids.ts';
import type { Operations } from '../http/operation.ts';
import { notFound, Problem } from '../http/problem.ts';
import { etagOf } from '../http/revisions.ts';
import { LIMITS } from '../limits.ts';
import { canonicalHost } from './canonical-host.ts';
import { makeLogo } from './logo-file.ts';
import { presentBranding, presentHostBranding } from './present.ts';
import { removeLogo, replaceLogo, updateBranding } from './update-branding.ts';

/** How an account looks, and how it looks before anybody has signed in. */
export const brandingOperations: Pick<
  Operations,
  'getBranding' | 'updateBranding' | 'putLogo' | 'removeLogo' | 'getBrandFile' | 'getHostBranding'
> = {
  async getBranding({ inAccount }) {
    return answer(await inAccount(readAccount));
  },

  async updateBranding({ audit, caller, body, ifMatch, inAccount }) {
    audit?.target('account', toTypeId('acc', caller.accountId)).change({ after: body });
    return answer(await inAccount((tx) => updateBranding(tx, { change: body, ifMatch })));
  },

  async putLogo({ audit, caller, params, body, inAccount }) {
    audit?.target('account', toTypeId('acc', caller.accountId), params.logoKind);
    const file = await makeLogo(await readPicture(body), params.logoKind);
    return answer(await inAccount((tx) => replaceLogo(tx, params.logoKind, file)));
  },

  async removeLogo({ audit, caller, params, inAccount }) {
    audit?.target('account', toTypeId('acc', caller.accountId), params.logoKind);
    return answer(await inAccount((tx) => removeLogo(tx, params.logoKind)));
  },

  async getBrandFile({ app, params }) {
    const id = fromTypeId('brf', params.brandFileId);
    const [file] = await app.database.crossing<{ mime_type: string; bytes: Buffer }>('find_brand_file', [id]);
    if (!file) throw notFound('picture');
    return {
      status: 200,
      headers: {
        'content-type': file.mime_type,
        'content-length': String(file.bytes.length),
        etag: `"${params.brandFileId}"`,
        'cache-control': 'public, max-age=31536000, immutable',
        // Opened by itself, a drawing runs and loads nothing, whatever the cleaning may have missed.
        'content-security-policy':
          "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        'content-disposition': 'inline',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'cross-origin',
      },
      body: Readable.from([file.bytes]),
    };
  },

  async getHostBranding({ app, request }) {
    const account = await accountOfHost(app, request.host);
    return { status: 200, body: presentHostBranding(account) };
  },
};

/** The account whose own domain this is, however it is written; null for every other host. */
export async function accountOfHost(
  app: Pick<Application, 'database'>,
  written: string | undefined,
): Promise<AccountRow | null> {
  const host = canonicalHost(written);
  if (host === null) return null;
  const [account] = await app.database.crossing<AccountRow>('find_host_account', [host]);
  return account ?? null;
}

function answer(row: AccountRow) {
  return { status: 200 as const, headers: { etag: etagOf(row.revision) }, body: presentBranding(row) };
}

async function readPicture(body: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LIMITS.branding.logoBytes)
      throw new Problem({
        status: 413,
        code: 'body_too_large',
        detail: `A picture may have ${LIMITS.branding.logoBytes} bytes.`,
        headers: { connection: 'close' },
      });
    parts.push(part);
  }
  return Buffer.concat(parts);
}
