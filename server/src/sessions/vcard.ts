/** A contact card: a name and its numbers as they are written on it. */
export interface ContactCard {
  name: string;
  numbers: { number: string; label?: string }[];
}

/** Limits of a card that is read. */
const MOST_NUMBERS = 20;
const NAME_LENGTH = 200;
const NUMBER_LENGTH = 40;
const LABEL_LENGTH = 50;
const MOST_LINES = 2_000;

/** Writes a card as WhatsApp does (vCard 3.0, RFC 2426, with the number's digits as `waid`). */
export function writeVcard(card: ContactCard): string {
  const numbers = card.numbers.flatMap(({ number, label }, index) => {
    const digits = number.replace(/\D/g, '');
    const known = number.startsWith('+') && digits.length >= 7 ? `;waid=${digits}` : '';
    if (!label) return [`TEL;type=CELL${known}:${escape(number)}`];
    return [`item${index + 1}.TEL${known}:${escape(number)}`, `item${index + 1}.X-ABLabel:${escape(label)}`];
  });
  const name = escape(card.name);
  return ['BEGIN:VCARD', 'VERSION:3.0', `N:;${name};;;`, `FN:${name}`, ...numbers, 'END:VCARD'].join('\n');
}

/**
 * Reads the cards of a vCard text: folded lines, groups (`item1.TEL` with its `item1.X-ABLabel`) and escapes. A number
 * whose `waid` says what it is on WhatsApp is given in E.164, any other as it is written. `fallback` is the name of a
 * card without one.
 */
export function readVcard(text: string, fallback: string): ContactCard {
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n|\r/, MOST_LINES);
  let name = '';
  const numbers: { number: string; group: string | null }[] = [];
  const labels = new Map<string, string>();
  for (const line of lines) {
    const parts = /^(?:([\w-]+)\.)?([\w-]+)((?:;[^:]*)?):(.*)$/.exec(line);
    if (!parts) continue;
    const [, group = null, property = '', parameters = '', value = ''] = parts;
    switch (property.toUpperCase()) {
      case 'FN':
        name ||= unescape(value);
        break;
      case 'TEL': {
        const known = /;waid=(\d{5,20})(?:;|$)/i.exec(parameters)?.[1];
        const number = (known ? `+${known}` : unescape(value)).trim().slice(0, NUMBER_LENGTH);
        if (number) numbers.push({ number, group: group?.toLowerCase() ?? null });
        break;
      }
      case 'X-ABLABEL':
        if (group) labels.set(group.toLowerCase(), unescape(value));
        break;
      default:
    }
  }
  const shown = (name.trim() || fallback.trim() || numbers[0]?.number || '?').slice(0, NAME_LENGTH);
  return {
    name: shown.toWellFormed(),
    numbers: numbers.slice(0, MOST_NUMBERS).map(({ number, group }) => {
      // Apple writes its own labels as _$!<Mobile>!$_.
      const label =
        group &&
        labels
          .get(group)
          ?.replace(/^_\$!<(.*)>!\$_$/, '$1')
          .trim()
          .slice(0, LABEL_LENGTH);
      return label ? { number, label: label.toWellFormed() } : { number };
    }),
  };
}

function escape(text: string): string {
  return text.replace(/[\\,;]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n');
}

function unescape(text: string): string {
  return text
    .replace(/\\(.)/g, (_, sign: string) => (sign === 'n' || sign === 'N' ? '\n' : sign))
    .replaceAll('\u0000', '');
}
