import { toTypeId } from '../db/ids.ts';
import { showTime, showTimeOrNull } from '../db/row-time.ts';
import type { components } from '../http/contract.gen.ts';
import type { StoredAuthor } from '../inbox/message-row.ts';
import { presentAuthor } from '../inbox/present.ts';

/** A row of contact_merge_view as `to_jsonb` gives it. */
export interface ContactMergeRow {
  account_id: string;
  id: string;
  survivor_id: string;
  merged_id: string;
  cause: 'network' | 'person';
  made_by: StoredAuthor | null;
  undone_by: StoredAuthor | null;
  merged: { name: string | null; number: string | null };
  undone_at: string | null;
  /** Conversations that went into another, and into which. */
  conversations: { id: string; into: string }[];
  session_ids: string[];
  revision: number;
  created_at: string;
  updated_at: string;
}

/** The contract's ContactMerge, from a row of contact_merge_view. */
export function presentContactMerge(row: ContactMergeRow): components['schemas']['ContactMerge'] {
  return {
    id: toTypeId('mrg', row.id),
    survivorId: toTypeId('ctc', row.survivor_id),
    mergedId: toTypeId('ctc', row.merged_id),
    merged: row.merged,
    cause: row.cause,
    by: row.made_by && presentAuthor(row.made_by),
    conversations: row.conversations.map(({ id, into }) => ({
      withdrawnId: toTypeId('conv', id),
      intoId: toTypeId('conv', into),
    })),
    undoneAt: showTimeOrNull(row.undone_at),
    undoneBy: row.undone_by && presentAuthor(row.undone_by),
    revision: row.revision,
    createdAt: showTime(row.created_at),
    updatedAt: showTime(row.updated_at),
  };
}
