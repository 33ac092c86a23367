import type { Account } from '../world/account.ts';
import { accountJid, lidJid, pnJid, type Addressing } from '../world/addresses.ts';

/** What a companion's acknowledgement of a message must name: the id, and whose chat it belongs to. */
export function messageAckKey(id: string, chatNumber: string): string {
  return `message:${id}:${chatNumber}`;
}

/** How a message from this account is addressed to others. */
export function incomingAttributes(
  author: Account,
  addressing: Addressing,
  alternate: boolean,
  device = 0,
): Record<string, string> {
  if (addressing === 'pn') {
    return {
      from: pnJid(author.number, device),
      ...(alternate ? { sender_lid: lidJid(author.lid) } : {}),
    };
  }
  return {
    from: lidJid(author.lid, device),
    addressing_mode: 'lid',
    ...(alternate ? { sender_pn: pnJid(author.number) } : {}),
    ...(author.username ? { sender_username: author.username } : {}),
  };
}

/** How the copy of an account's own message is addressed to its companions. */
export function ownCopyAttributes(
  owner: Account,
  recipient: Account,
  addressing: Addressing,
  device = 0,
): Record<string, string> {
  if (addressing === 'pn') {
    return {
      from: pnJid(owner.number, device),
      recipient: pnJid(recipient.number),
      peer_recipient_lid: lidJid(recipient.lid),
    };
  }
  return {
    from: lidJid(owner.lid, device),
    recipient: lidJid(recipient.lid),
    addressing_mode: 'lid',
    ...(recipient.hidesNumber ? {} : { peer_recipient_pn: pnJid(recipient.number) }),
    ...(recipient.username ? { peer_recipient_username: recipient.username } : {}),
  };
}

/** How a message from this account is addressed to the members of a group, or to those who see its status posts. */
export function crowdAttributes(
  author: Account,
  crowd: string,
  addressing: Addressing,
  alternate: boolean,
  device = 0,
): Record<string, string> {
  const other = addressing === 'pn' ? 'participant_lid' : 'participant_pn';
  return {
    from: crowd,
    participant: accountJid(author, addressing, device),
    addressing_mode: addressing,
    ...(alternate ? { [other]: accountJid(author, addressing === 'pn' ? 'lid' : 'pn') } : {}),
    ...(author.username ? { participant_username: author.username } : {}),
  };
}
