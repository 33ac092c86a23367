/** A WhatsApp address, `user[_agent][:device]@server`. */
export interface Jid {
  user: string;
  device: number;
  server: string;
}

/** Takes an address apart; undefined for what isn't one. */
export function parseJid(jid: string | undefined | null): Jid | undefined {
  const at = jid?.indexOf('@') ?? -1;
  if (!jid || at < 1) return undefined;
  const [name = '', device] = jid.slice(0, at).split(':');
  const user = name.split('_')[0] ?? '';
  if (!user) return undefined;
  return { user, device: device ? Number(device) : 0, server: jid.slice(at + 1) };
}

/** The address of the person or group, without device; hosted devices count as their owner. */
export function bareJid(jid: string): string {
  const parsed = parseJid(jid);
  if (!parsed) return jid;
  return `${parsed.user}@${canonicalServers.get(parsed.server) ?? parsed.server}`;
}

const canonicalServers = new Map([
  ['c.us', 's.whatsapp.net'],
  ['hosted', 's.whatsapp.net'],
  ['hosted.lid', 'lid'],
]);

/** What follows the `@`. */
export function jidServer(jid: string | undefined): string {
  return parseJid(jid)?.server ?? '';
}

/** Whether two addresses of the same kind name the same person. */
export function isSameUser(one: string | undefined, other: string | undefined): boolean {
  if (!one || !other) return false;
  return bareJid(one) === bareJid(other);
}

/** The number of an address in E.164, or undefined for one that isn't a number (a LID's digits never are). */
export function numberOf(jid: string | undefined): string | undefined {
  const parsed = parseJid(jid ? bareJid(jid) : undefined);
  return parsed?.server === 's.whatsapp.net' && /^\d{5,20}$/.test(parsed.user)
    ? `+${parsed.user}`
    : undefined;
}

/** The digits of a LID, or undefined for an address that isn't one. */
export function lidOf(jid: string | undefined): string | undefined {
  const parsed = parseJid(jid ? bareJid(jid) : undefined);
  return parsed?.server === 'lid' ? parsed.user : undefined;
}

/** The address of a number in E.164. */
export function jidOfNumber(number: string): string {
  return `${number.replace(/^\+/, '')}@s.whatsapp.net`;
}

/** The address of a LID's digits. */
export function jidOfLid(lid: string): string {
  return `${lid}@lid`;
}
