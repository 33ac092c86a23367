import type { MessageChange } from '../inbox/change-message.ts';
import { childOf, childrenOf, type Stanza } from './baileys.ts';
import { attributesOf, type Self } from './inbound-ledger.ts';
import { bareJid, isSameUser, jidServer } from './jid.ts';
import type { JournalEntryInput } from './key-vault.ts';

/** How a call ended, or that it rings; the contract's CallContent. */
export type CallOutcome = Extract<MessageChange, { kind: 'call' }>['outcome'];

/** What a stanza says of a call, for who may refuse it. */
export interface CallNews {
  callId: string;
  /** Who called, as a call is refused by. */
  creator: string;
  outcome: CallOutcome;
}

/** Reads a `call` stanza; undefined for what only concerns the sound of it, and for calls of our own. */
export function readCall(stanza: Stanza, self: Self): CallNews | undefined {
  const [part] = childrenOf(stanza);
  const callId = part?.attrs['call-id'];
  const creator = part?.attrs['call-creator'] ?? part?.attrs['from'] ?? stanza.attrs['from'];
  if (!part || !callId || !creator || isSameUser(creator, self.id) || isSameUser(creator, self.lid))
    return undefined;
  const outcome = outcomeOf(part, stanza);
  return outcome && { callId: callId.slice(0, 128), creator, outcome };
}

function outcomeOf({ tag, attrs }: Stanza, stanza: Stanza): CallOutcome | undefined {
  // One that is told of when we come back is over.
  if (tag === 'offer' || tag === 'offer_notice')
    return stanza.attrs['offline'] === undefined ? 'ringing' : 'missed';
  if (tag === 'accept') return 'answered';
  if (tag === 'reject') return 'rejected';
  if (tag !== 'terminate') return undefined;
  if (attrs['reason'] === 'accepted_elsewhere') return 'answered';
  return attrs['reason'] === 'rejected_elsewhere' ? 'rejected' : 'missed';
}

/** The journal entry of what happened to a call: each thing that happens to it is an entry of its own. */
export function entryOfCall(stanza: Stanza, news: CallNews): JournalEntryInput {
  const [part] = childrenOf(stanza);
  const { callId, creator, outcome } = news;
  const isOffer = part?.tag === 'offer' || part?.tag === 'offer_notice';
  const group = part?.attrs['group-jid'];
  const attributes = attributesOf(stanza);
  attributes['call'] = outcome;
  attributes['callId'] = callId;
  attributes['arrivedAt'] = String(Date.now());
  if (childOf(part, 'video')) attributes['video'] = 'true';
  if (group || part?.attrs['type'] === 'group') attributes['group'] = 'true';
  const callerNumber = part?.attrs['caller_pn'];
  if (callerNumber) attributes[group ? 'participant_pn' : 'sender_pn'] = callerNumber;
  return {
    kind: 'message',
    chat: jidServer(group) === 'g.us' ? bareJid(group!) : bareJid(creator),
    author: bareJid(creator),
    fromMe: false,
    whatsappId: isOffer ? callId : `${callId}:${outcome}`,
    attributes,
    plaintext: null,
  };
}

/** The journal entry that says that we have refused a call. */
export function entryOfRefusal(offer: JournalEntryInput, callId: string): JournalEntryInput {
  const attributes = { ...offer.attributes, call: 'auto_rejected', arrivedAt: String(Date.now()) };
  return { ...offer, attributes, whatsappId: `${callId}:auto_rejected` };
}
