/**
 * Makes an element. Properties that start with `on` are listeners; `class`, `aria-*`, `data-*`, `role` and the
 * like are attributes; texts and nodes are children, and nothing (null, false) is left out.
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2).toLowerCase(), value);
    else if (name in element && !name.includes('-') && name !== 'list') element[name] = value;
    else element.setAttribute(name === 'class' ? 'class' : name, value === true ? '' : value);
  }
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** Replaces what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
}

/** A Brazilian number as people write it; any other as the network knows it. */
export function formatNumber(number) {
  const mobile = /^55(\d{2})(\d{4,5})(\d{4})$/.exec(number);
  return mobile ? `+55 ${mobile[1]} ${mobile[2]}-${mobile[3]}` : `+${number}`;
}

/** The digits of a number as people write it. */
export function digitsOf(text) {
  return text.replace(/\D/g, '');
}

/** One or two letters that stand for a name. */
export function initials(name) {
  const words = name
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .split(' ')
    .filter(Boolean);
  return ((words[0]?.[0] ?? '#') + (words.length > 1 ? words.at(-1)[0] : '')).toUpperCase();
}

const clock = new Intl.DateTimeFormat('pt-BR', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('pt-BR', { weekday: 'short', day: 'numeric', month: 'short' });

/** The time of day. */
export function formatTime(at) {
  return clock.format(new Date(at));
}

/** The day, in words when it is today. */
export function formatDay(at) {
  const date = new Date(at);
  return date.toDateString() === new Date().toDateString() ? 'Hoje' : day.format(date);
}
