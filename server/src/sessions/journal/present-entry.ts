import { toTypeId } from '../../db/ids.ts';
import { showTime, showTimeOrNull } from '../../db/row-time.ts';
import type { components } from '../../http/contract.gen.ts';
import { numberOf } from '../jid.ts';

/** A row of the journal as it is listed; neither its text nor a key is among it. */
export interface EntryRow {
  position: number;
  whatsapp_id: string;
  content_kind: string | null;
  from_me: boolean;
  chat: string;
  author: string;
  /** WhatsApp's time of it, in seconds. */
  sent: string | null;
  offline: boolean;
  received_at: Date;
  last_received_at: Date;
  deliveries: number;
  asked: number;
  asked_at: Date | null;
  projected_at: Date | null;
  message_id: string | null;
  outcome: components['schemas']['JournalOutcomeCode'];
  outcome_reason: string | null;
}

/** The contract's JournalEntry. */
export function presentEntry(row: EntryRow, showAddresses: boolean): components['schemas']['JournalEntry'] {
  const sent = Number(row.sent) * 1_000;
  const address = (jid: string): string | null =>
    showAddresses ? (numberOf(jid) ?? jid).slice(0, 200) : null;
  return {
    position: row.position,
    whatsappId: row.whatsapp_id.slice(0, 128),
    kind: row.content_kind,
    direction: row.from_me ? 'outbound' : 'inbound',
    arrival: row.offline ? 'offline' : 'live',
    chat: address(row.chat),
    author: address(row.author),
    sentAt: sent > 0 && sent < LATEST_MS ? new Date(sent).toISOString() : null,
    receivedAt: showTime(row.received_at),
    lastReceivedAt: showTime(row.last_received_at),
    deliveries: row.deliveries,
    asked: row.asked,
    lastAskedAt: showTimeOrNull(row.asked_at),
    settledAt: showTimeOrNull(row.projected_at),
    outcome: {
      code: row.outcome,
      messageId: row.message_id && toTypeId('msg', row.message_id),
      reason: row.outcome_reason,
    },
  };
}

/** The latest time with four digits for its year: a phone may say anything. */
const LATEST_MS = Date.UTC(9999, 11, 31);
