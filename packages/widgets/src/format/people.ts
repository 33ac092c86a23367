import type { Conversation } from '../client/contract.ts';

/** `+5511990000148` as `+55 11 99000-0148`; numbers of other countries are left as they are. */
export function formatNumber(number: string | null | undefined): string {
  if (!number) return '';
  const brazil = /^\+55(\d\d)(\d{4,5})(\d{4})$/.exec(number);
  return brazil ? `+55 ${brazil[1]} ${brazil[2]}-${brazil[3]}` : number;
}

/** Who a conversation is with, in the words the list and the thread use. */
export function nameOf(conversation: Conversation): string {
  const { contact, group } = conversation;
  return group?.subject || contact?.name || formatNumber(contact?.number) || '';
}

/** Up to two letters of a name, or the last two digits of a number. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).flatMap((word) => /\p{L}\p{M}*/u.exec(word)?.[0] ?? []);
  if (!words.length) return name.replace(/\D/g, '').slice(-2);
  return `${words[0]}${words.length > 1 ? words.at(-1) : ''}`.toLocaleUpperCase();
}

/** One of six avatar tints, the same for the same id everywhere. Never says anything about state. */
export function tintOf(id: string): string {
  let sum = 0;
  for (let at = 0; at < id.length; at++) sum = (sum * 31 + id.charCodeAt(at)) >>> 0;
  return `a${(sum % 6) + 1}`;
}
