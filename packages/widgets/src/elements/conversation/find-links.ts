import { find } from 'linkifyjs';

const SAFE = /^(https?|mailto):/i;

/** Links of a text. Only web and mail addresses: a customer must not be able to send a `javascript:` link. */
export function findLinks(text: string): { start: number; end: number; href: string }[] {
  return find(text, { defaultProtocol: 'https' })
    .filter((link) => link.isLink && SAFE.test(link.href))
    .map(({ start, end, href }) => ({ start, end, href }));
}
