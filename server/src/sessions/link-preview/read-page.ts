/** What a page says of itself to those who link to it. */
export interface PageFacts {
  title: string | null;
  description: string | null;
  /** Of a picture, as the page writes it. */
  image: string | null;
}

/** Names of `<meta>` in the order in which they count. */
const TITLES = ['og:title', 'twitter:title'];
const DESCRIPTIONS = ['og:description', 'twitter:description', 'description'];
const IMAGES = ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src'];

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Reads the head of a page. It comes from anybody: no more is understood than `<title>` and `<meta>`. */
export function readPage(html: string): PageFacts {
  const metas = new Map<string, string>();
  for (const [tag] of html.matchAll(/<meta\s[^<>]{1,4000}>/gi)) {
    const attributes = readAttributes(tag);
    const name = (attributes.get('property') ?? attributes.get('name'))?.toLowerCase();
    const content = attributes.get('content');
    if (name && content && !metas.has(name)) metas.set(name, content);
  }
  const title = /<title[^<>]{0,200}>([^<]{1,2000})/i.exec(html)?.[1];
  const first = (names: string[]): string | null =>
    names.map((name) => plain(metas.get(name))).find((text) => text !== null) ?? null;
  return { title: first(TITLES) ?? plain(title), description: first(DESCRIPTIONS), image: first(IMAGES) };
}

function readAttributes(tag: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, double, single, bare] of tag.matchAll(
    /([a-z:-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/gi,
  ))
    found.set(name!.toLowerCase(), double ?? single ?? bare ?? '');
  return found;
}

/** One line of text, without entities and what can't be seen. */
function plain(text: string | undefined): string | null {
  if (text === undefined) return null;
  const read = text
    .replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
      if (name) return NAMED[String(name).toLowerCase()] ?? whole;
      const code = decimal ? Number(decimal) : Number.parseInt(String(hex), 16);
      return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : '';
    })
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .toWellFormed()
    .trim();
  return read === '' ? null : read;
}
