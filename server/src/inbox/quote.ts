import type { Caller } from '../access/caller.ts';
import type { Transaction } from '../db/database.ts';
import type { AccountSeal } from '../db/seal.ts';
import type { QuotedProto } from '../sessions/encode-text.ts';
import { findMessage } from './find-conversation.ts';
import { INBOX_LIMITS } from './limits.ts';
import type { MessageRow, StoredQuoted } from './message-row.ts';

/** A message that is about to be answered. */
export interface QuotedMessage {
  conversationId: string;
  /** What is shown of it beside the answer. */
  stored: StoredQuoted;
}

/** Reads a message for quoting, with what its proto needs. Throws 404 when the caller may not see it. */
export async function readQuoted(
  tx: Transaction,
  options: { caller: Caller; messageId: string; seal: AccountSeal },
): Promise<QuotedMessage & { proto: QuotedProto }> {
  const message = await findMessage(tx, options);
  const [row] = await tx.query<{
    encoded_sealed: Buffer | null;
    lid: string | null;
    number: string | null;
    own_number: string | null;
  }>(
    `select m.encoded_sealed, s.number as own_number,
       (select i.value from identities i where i.account_id = m.account_id and i.contact_id = a.contact_id
         and i.kind = 'lid' order by i.id limit 1) as lid,
       (select i.value from identities i where i.account_id = m.account_id and i.contact_id = a.contact_id
         and i.kind = 'number' order by i.is_primary desc, i.id limit 1) as number
     from messages m
     join sessions s on s.account_id = m.account_id and s.id = m.session_id
     left join lateral (
       select coalesce(c.merged_into, c.id) as contact_id from contacts c
       where c.account_id = m.account_id and c.id = m.author_id
     ) a on true
     where m.account_id = $1 and m.id = $2`,
    [tx.accountId, message.id],
  );
  const mine = message.direction === 'outbound';
  return {
    conversationId: message.conversation_id,
    stored: {
      message_id: message.id,
      author_kind: message.author_kind,
      author_id: message.author_id,
      author_name: message.author_name,
      preview: previewOf(message),
    },
    proto: {
      whatsappId: message.whatsapp_id,
      fromMe: mine,
      lid: mine ? null : (row?.lid ?? null),
      number: mine ? (row?.own_number ?? null) : (row?.number ?? null),
      encoded: row?.encoded_sealed ? options.seal.open('messages', message.id, row.encoded_sealed) : null,
      text: previewOf(message),
    },
  };
}

/** The beginning of its text, or a word for its kind. */
function previewOf(message: MessageRow): string {
  const { content } = message;
  const text = content.text ?? content.caption;
  if (message.deleted_at || typeof text !== 'string') return message.deleted_at ? 'deleted' : content.type;
  // Whole characters, so that no half of a pair is left at the end.
  const characters = Array.from(text.slice(0, 2 * INBOX_LIMITS.quotePreview));
  return characters.length > INBOX_LIMITS.quotePreview
    ? `${characters.slice(0, INBOX_LIMITS.quotePreview - 1).join('')}…`
    : text;
}
