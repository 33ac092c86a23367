import { MEDIA_LIMITS } from './limits.ts';

/** Control characters, and those that turn the direction of what follows or can't be seen. */
const UNSEEN =
  /[\p{Cc}\p{Zl}\p{Zp}\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/gu;

/**
 * A file's name as it is shown and saved: what comes last is really its ending, and it names no folder. The name as
 * it came is kept apart and never altered.
 */
export function showFileName(name: string): string {
  const shown = name.replace(UNSEEN, '').replace(/[/\\]/g, '_').trim();
  return shown === '' || /^\.+$/.test(shown)
    ? 'file'
    : shown.slice(-MEDIA_LIMITS.fileNameLength).toWellFormed();
}

/** The header Content-Disposition (RFC 6266): the name in ASCII for old programs, and whole in UTF-8. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const shown = showFileName(name);
  const ascii = shown
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["\\%]/g, '_')
    .trim();
  const encoded = encodeURIComponent(shown).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii || 'file'}"; filename*=UTF-8''${encoded}`;
}
