import { jidDecode, jidEncode } from '../baileys.ts';

/** How somebody is addressed on the wire: by phone number, or by the hidden id (LID) of the account. */
export type Addressing = 'pn' | 'lid';

/** An address on the wire, taken apart. Servers that the sandbox does not serve (groups, …) are `other`. */
export interface WireAddress {
  user: string;
  device: number;
  kind: Addressing | 'other';
}

/** Takes a JID apart; nothing when it is not one. */
export function parseJid(jid: string | undefined): WireAddress | undefined {
  const decoded = jid ? jidDecode(jid) : undefined;
  if (!decoded?.user) return undefined;
  const device = decoded.device ?? 0;
  if (!Number.isInteger(device) || device < 0) return undefined;
  if (decoded.server === 's.whatsapp.net' || decoded.server === 'c.us') {
    return { user: decoded.user, device, kind: 'pn' };
  }
  if (decoded.server === 'lid') return { user: decoded.user, device, kind: 'lid' };
  return { user: decoded.user, device, kind: 'other' };
}

/** `<number>[:device]@s.whatsapp.net`. */
export function pnJid(number: string, device = 0): string {
  return jidEncode(number, 's.whatsapp.net', device);
}

/** `<lid>[:device]@lid`. */
export function lidJid(lid: string, device = 0): string {
  return jidEncode(lid, 'lid', device);
}

/** An account's JID in either addressing. */
export function accountJid(account: { number: string; lid: string }, by: Addressing, device = 0): string {
  return by === 'lid' ? lidJid(account.lid, device) : pnJid(account.number, device);
}

/**
 * The other spelling of a number that people write in two ways: a Brazilian mobile with the ninth digit or without it
 * (accounts registered before it came keep the short one), an Argentine one with the 9 after the country or without it, a
 * Mexican one with the 1 that was dialled until 2019 or without it. Fixed lines of Brazil (subscriber number from 2 to 5)
 * have no other spelling, and no other country is concerned.
 */
export function otherSpelling(number: string): string | undefined {
  const brazilian = /^55([1-9][0-9])(9?)([6-9][0-9]{7})$/.exec(number);
  if (brazilian) return `55${brazilian[1]}${brazilian[2] ? '' : '9'}${brazilian[3]}`;
  const argentine = /^54(9?)([1-8][0-9]{9})$/.exec(number);
  if (argentine) return `54${argentine[1] ? '' : '9'}${argentine[2]}`;
  const mexican = /^52(1?)([2-9][0-9]{9})$/.exec(number);
  return mexican ? `52${mexican[1] ? '' : '1'}${mexican[2]}` : undefined;
}
