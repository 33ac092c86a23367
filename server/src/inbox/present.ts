import { type IdPrefix, toTypeId } from '../db/ids.ts';
import { showTime, showTimeOrNull } from '../db/row-time.ts';
import type { components } from '../http/contract.gen.ts';
import type { MediaLinks } from '../media/media-links.ts';
import type { StoredMedia } from '../media/media-row.ts';
import { presentMedia } from '../media/present.ts';
import type { ConversationRow, MessageRow, StoredAuthor, StoredPendingChange } from './message-row.ts';

type Schemas = components['schemas'];

/** The kinds of author whose id the API shows, with the prefix it is shown with. */
const AUTHOR_PREFIXES: Partial<Record<StoredAuthor['author_kind'], IdPrefix>> = {
  contact: 'ctc',
  member: 'mem',
  api: 'key',
};

/** The contract's Message, from a row of message_view. Links to its file are made now. */
export function presentMessage(row: MessageRow, links: MediaLinks): Schemas['Message'] {
  return {
    id: toTypeId('msg', row.id),
    conversationId: toTypeId('conv', row.conversation_id),
    caseId: row.case_id && toTypeId('case', row.case_id),
    sessionId: toTypeId('ses', row.session_id),
    direction: row.direction,
    author: presentAuthor(row),
    fromHistory: row.from_history,
    content: presentContent(row, links),
    quoted: row.quoted && {
      messageId: row.quoted.message_id && toTypeId('msg', row.quoted.message_id),
      author: presentAuthor(row.quoted),
      preview: row.quoted.preview,
    },
    mentions: row.mentions.map((mention) => ({
      token: mention.token,
      contactId: mention.contact_id && toTypeId('ctc', mention.contact_id),
      name: mention.name,
    })),
    flags: row.flags as Schemas['Message']['flags'],
    reactions: row.reactions
      .filter(({ emoji }) => emoji !== '')
      .map((reaction) => ({
        emoji: reaction.emoji,
        author: presentAuthor(reaction),
        createdAt: showTime(reaction.created_at),
      })),
    editedAt: showTimeOrNull(row.edited_at),
    deletedAt: showTimeOrNull(row.deleted_at),
    ...(row.pending_change ? { pendingChange: presentPendingChange(row.pending_change) } : {}),
    ...(row.ad ? { ad: row.ad } : {}),
    status: row.status,
    receipts: row.receipts,
    failure: row.failure as Schemas['Message']['failure'],
    whatsappId: row.whatsapp_id,
    timestamp: showTime(row.timestamp),
    sendAt: showTimeOrNull(row.send_at),
    revision: row.revision,
    createdAt: showTime(row.created_at),
    updatedAt: showTime(row.updated_at),
  };
}

/** The contract's Conversation, from a row of conversation_view. */
export function presentConversation(row: ConversationRow, links: MediaLinks): Schemas['Conversation'] {
  return {
    id: toTypeId('conv', row.id),
    sessionId: toTypeId('ses', row.session_id),
    kind: row.kind,
    contact: row.contact_id
      ? {
          id: toTypeId('ctc', row.contact_id),
          name: row.contact_name ?? row.contact_profile_name ?? row.contact_number ?? '',
          number: row.contact_number,
          avatarUrl: null,
        }
      : null,
    group: row.group_id
      ? { id: toTypeId('grp', row.group_id), subject: row.group_subject ?? '', avatarUrl: null }
      : null,
    case:
      row.case_id && row.case_status
        ? {
            id: toTypeId('case', row.case_id),
            status: row.case_status,
            openedAt: showTime(row.case_opened_at ?? row.created_at),
            assigneeId: row.assignee_id && toTypeId('mem', row.assignee_id),
            teamId: row.team_id && toTypeId('team', row.team_id),
            waitingSince: showTimeOrNull(row.waiting_since),
          }
        : null,
    unreadCount: row.unread_count,
    lastMessage: row.last_message && presentMessage(row.last_message, links),
    tags: row.tags,
    revision: row.revision,
    createdAt: showTime(row.created_at),
    updatedAt: showTime(row.updated_at),
  };
}

function presentContent(row: MessageRow, links: MediaLinks): Schemas['Content'] {
  if (row.deleted_at) return { type: 'deleted' };
  // Who voted for what is kept for counting only.
  const {
    media,
    voters: _voters,
    ...content
  } = row.content as MessageRow['content'] & {
    media?: StoredMedia;
  };
  if (content.type === 'call') return presentCall(row);
  return {
    ...content,
    ...(media ? { media: presentMedia(media, { accountId: row.account_id, links }) } : {}),
  } as Schemas['Content'];
}

/** Nobody lets it ring for longer: how it ended wasn't told, as when the phone lost its connection. */
const RINGING_MS = 120_000;

function presentCall({ content, timestamp }: MessageRow): Schemas['CallContent'] {
  const call = content as unknown as Schemas['CallContent'];
  const isOver = call.outcome === 'ringing' && Date.now() - new Date(timestamp).getTime() > RINGING_MS;
  return isOver ? { ...call, outcome: 'missed' } : call;
}

function presentPendingChange(stored: StoredPendingChange): Schemas['PendingChange'] {
  const { kind, status, text, emoji, failure } = stored;
  return { kind, status, text, emoji, failure: failure as Schemas['MessageFailure'] | null };
}

/** Who did something, from what is stored of them. */
export function presentAuthor(stored: StoredAuthor): Schemas['Author'] {
  const prefix = AUTHOR_PREFIXES[stored.author_kind];
  return {
    kind: stored.author_kind,
    id: prefix && stored.author_id ? toTypeId(prefix, stored.author_id) : null,
    name: stored.author_name,
  };
}
