/** A link in a text: where it stands, and where it leads. */
export interface FoundLink {
  start: number;
  end: number;
  href: string;
}

/** Endings that make a name without a scheme a link, besides `.br` and what follows a registry like `.co.uk`. */
const ENDINGS =
  'com|net|org|br|app|dev|io|ai|info|biz|online|site|store|shop|me|link|page|blog|gov|edu|tv|cc|ly|gl|gle|pt|uk|us|ar|cl|co|uy|py|mx|es|fr|de|it|eu';
/** Lengths are bounded, so that a text made to be slow is not. */
const LABEL = '[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_-]{0,61}[\\p{L}\\p{N}_])?';
const HOST = `(?:${LABEL}\\.)+`;
/** Neither white space nor what quotes a link; dots and the like at its end are taken off later. */
const REST = '[^\\s<>"`\\u201c-\\u201f\\u00ab\\u00bb]';
const PATH = `(?::\\d{1,5})?(?:[/?#]${REST}*)?`;
const MAIL = `[\\w.!#$%&'*+/=?^{|}~-]{1,64}@${HOST}\\p{L}{2,63}`;
/** A name of the net, a number of it, or the machine itself. Never one with a password before it. */
const ANY_HOST = `(?:localhost|\\d{1,3}(?:\\.\\d{1,3}){3}|${HOST}\\p{L}[\\p{L}\\p{N}-]{0,62})(?![\\p{L}\\p{N}@]|:[^\\s/]{0,64}@)`;
/** In the middle of a word, or behind another scheme, nothing begins. */
const BEGIN = '(?<![\\p{L}\\p{N}_@/:.-])';

const LINK = new RegExp(
  `${BEGIN}(?:(?<mail>${MAIL})|(?<web>https?://${ANY_HOST}${PATH})|(?<bare>${HOST}(?:${ENDINGS})(?![\\p{L}\\p{N}_@-]|\\.[\\p{L}\\p{N}])${PATH}))`,
  'giu',
);
/** Without one of these there is no link: most texts are read no further. */
const MAYBE = /[^\s.][.@:][^\s.]/;
/** What ends a sentence and not a link. */
const TRAILING = /[.,:;!?…*_~'’\])}]$/;
const PAIRS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/** Links of a text. Only web and mail addresses: a customer must not be able to send a `javascript:` link. */
export function findLinks(text: string): FoundLink[] {
  if (!MAYBE.test(text)) return [];
  const found: FoundLink[] = [];
  for (const match of text.matchAll(LINK)) {
    const start = match.index;
    const { mail, bare } = match.groups!;
    const shown = withoutTrailing(match[0]);
    const href = mail ? `mailto:${shown}` : bare ? `https://${shown}` : shown;
    found.push({ start, end: start + shown.length, href });
  }
  return found;
}

/** Without the full stop or the bracket that belongs to the sentence around it. */
function withoutTrailing(link: string): string {
  const unopened = new Map<string, number>();
  let end = link.length;
  for (; end > 1; end--) {
    const last = link[end - 1]!;
    if (!TRAILING.test(last)) break;
    const opening = PAIRS[last];
    if (!opening) continue;
    // A bracket that the link opened itself is its own: `…/Praia_(Recife)`.
    const left = unopened.get(last) ?? count(link, last) - count(link, opening);
    if (left <= 0) break;
    unopened.set(last, left - 1);
  }
  return link.slice(0, end);
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
