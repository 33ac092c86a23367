import type { AccountRow } from '../accounts/present.ts';
import type { Transaction } from '../db/database.ts';
import { type BrandLook, brandLookOf } from './brand-look.ts';
import { escapeHtml } from './escape-html.ts';

/** What an e-mail says; plain texts, in the language of its reader. */
export interface EmailContent {
  subject: string;
  /** Shown by mail programs beside the subject. */
  preview?: string;
  heading: string;
  paragraphs: readonly string[];
  /** The one thing to do. The address is also written out, for those whose program shows no buttons. */
  action?: { label: string; url: string };
  /** Small, below: why the person got it, until when it holds. */
  notes?: readonly string[];
}

/** An e-mail as nodemailer's `sendMail` takes it, but for `to` and the address in `from`. */
export interface BrandedEmail {
  /** Who it comes from, for `from: { name, address }`. Empty where no account is known. */
  fromName: string;
  replyTo: string | undefined;
  subject: string;
  text: string;
  html: string;
  /** The logo, which travels with the e-mail: mail programs load nothing from elsewhere. */
  attachments: {
    filename: string;
    cid: string;
    content: Buffer;
    contentType: string;
    contentDisposition: 'inline';
  }[];
}

/** What an e-mail needs of its account. */
export interface EmailBrand {
  look: BrandLook;
  senderName: string;
  replyTo: string | null;
  /** PNG. */
  logo: Buffer | null;
}

/** The look of the transaction's account, for its e-mails. */
export async function readEmailBrand(tx: Transaction): Promise<EmailBrand> {
  const [account] = await tx.query<AccountRow>('select * from accounts where id = $1', [tx.accountId]);
  const [file] = await tx.query<{ png: Buffer }>(
    `select coalesce(png, bytes) as png from brand_files where account_id = $1 and kind = 'logo'`,
    [tx.accountId],
  );
  const look = brandLookOf(account ?? null);
  return {
    look,
    senderName: account?.branding.emailSenderName ?? look.name ?? '',
    replyTo: account?.branding.emailReplyTo ?? null,
    logo: file?.png ?? null,
  };
}

const LEGAL = {
  pt: { terms: 'Termos de uso', privacy: 'Privacidade', support: 'Ajuda' },
  en: { terms: 'Terms of use', privacy: 'Privacy', support: 'Help' },
};

/**
 * Lays an e-mail out in an account's look: its name, logo and colours and nobody else's. Tables and inline styles,
 * since mail programs know little else. All texts are escaped. Throws TypeError for an action whose address is not
 * http or https.
 */
export function layOutEmail(brand: EmailBrand, content: EmailContent): BrandedEmail {
  const { look } = brand;
  if (content.action && !/^https?:$/.test(new URL(content.action.url).protocol))
    throw new TypeError('The action of an e-mail leads to a web page.');
  const words = look.locale.toLowerCase().startsWith('en') ? LEGAL.en : LEGAL.pt;
  const links = [
    { label: words.terms, url: look.termsUrl },
    { label: words.privacy, url: look.privacyUrl },
    { label: words.support, url: look.supportUrl },
  ].filter((link): link is { label: string; url: string } => link.url !== null);
  return {
    fromName: brand.senderName,
    replyTo: brand.replyTo ?? undefined,
    subject: content.subject.replaceAll(/\s+/g, ' ').trim(),
    text: writeText(look, content, links),
    html: writeHtml({ ...brand, content, links }),
    attachments:
      brand.logo === null
        ? []
        : [
            {
              filename: 'logo.png',
              cid: 'logo',
              content: brand.logo,
              contentType: 'image/png',
              contentDisposition: 'inline',
            },
          ],
  };
}

interface Link {
  label: string;
  url: string;
}

function writeText(look: BrandLook, content: EmailContent, links: Link[]): string {
  return [
    content.heading,
    ...content.paragraphs,
    ...(content.action ? [`${content.action.label}:\n${content.action.url}`] : []),
    ...(content.notes ?? []),
    [
      ...(look.name === null ? [] : [`-- \n${look.name}`]),
      ...links.map(({ label, url }) => `${label}: ${url}`),
    ].join('\n'),
  ].join('\n\n');
}

function writeHtml(options: EmailBrand & { content: EmailContent; links: Link[] }): string {
  const { look, logo, content, links } = options;
  const font = `font-family: ${escapeHtml(look.fontFamily)}`;
  const name = look.name === null ? '' : escapeHtml(look.name);
  const head = logo
    ? `<img src="cid:logo" alt="${name}" height="40" style="height: 40px; width: auto; border: 0">`
    : `<span style="${font}; font-size: 18px; font-weight: 600; color: ${look.link}">${name}</span>`;
  const action = content.action
    ? `<table role="presentation" cellpadding="0" cellspacing="0" style="margin: 8px 0 24px"><tr>
        <td style="border-radius: ${look.radius}px; background: ${look.fill}">
          <a href="${escapeHtml(content.action.url)}" style="display: inline-block; padding: 12px 20px; ${font};
            font-size: 16px; font-weight: 600; color: ${look.ink}; text-decoration: none">${escapeHtml(content.action.label)}</a>
        </td></tr></table>
      <p style="margin: 0 0 16px; ${font}; font-size: 13px; line-height: 1.5; color: #58606b; word-break: break-all">${escapeHtml(content.action.url)}</p>`
    : '';
  const foot = links
    .map(({ label, url }) => `<a href="${escapeHtml(url)}" style="color: #58606b">${escapeHtml(label)}</a>`)
    .join(' &middot; ');
  return `<!doctype html>
<html lang="${escapeHtml(look.locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(content.subject)}</title>
</head>
<body style="margin: 0; padding: 0; background: #f4f5f7">
<div style="display: none; max-height: 0; overflow: hidden">${escapeHtml(content.preview ?? '')}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background: #f4f5f7"><tr>
<td align="center" style="padding: 32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width: 560px">
<tr><td style="padding: 0 8px 16px">${head}</td></tr>
<tr><td style="padding: 32px; border-radius: ${look.radius}px; background: #ffffff; ${font}; color: #1a1e24">
<h1 style="margin: 0 0 16px; font-size: 22px; line-height: 1.3">${escapeHtml(content.heading)}</h1>
${content.paragraphs.map((text) => paragraph(text, 'font-size: 16px; line-height: 1.5')).join('\n')}
${action}
${(content.notes ?? []).map((text) => paragraph(text, 'font-size: 13px; line-height: 1.5; color: #58606b')).join('\n')}
</td></tr>
<tr><td style="padding: 16px 8px; ${font}; font-size: 13px; color: #58606b">${name}${name && foot ? ' &middot; ' : ''}${foot}</td></tr>
</table>
</td></tr></table>
</body>
</html>
`;
}

function paragraph(text: string, style: string): string {
  return `<p style="margin: 0 0 16px; ${style}">${escapeHtml(text).replaceAll('\n', '<br>')}</p>`;
}
