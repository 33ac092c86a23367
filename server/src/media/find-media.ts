import type { Caller } from '../access/caller.ts';
import type { Transaction } from '../db/database.ts';
import { notFound } from '../http/problem.ts';
import { findMessage } from '../inbox/find-conversation.ts';
import { MEDIA_COLUMNS, type MediaRow } from './media-row.ts';

/** A file of the account in scope, whoever may see it; null when there is none. */
export async function readMedia(tx: Transaction, mediaId: string): Promise<MediaRow | null> {
  const [row] = await tx.query<MediaRow>(
    `select ${MEDIA_COLUMNS} from media where account_id = $1 and id = $2`,
    [tx.accountId, mediaId],
  );
  return row ?? null;
}

/**
 * A file that the caller may see: of a message in a conversation that the caller may see, or an upload of the
 * caller's own. Who may see all conversations sees all uploads. Throws 404 otherwise.
 */
export async function findMedia(
  tx: Transaction,
  options: { caller: Caller; mediaId: string },
): Promise<MediaRow> {
  const { caller, mediaId } = options;
  const row = await readMedia(tx, mediaId);
  if (!row) throw notFound('media');
  if (row.message_id) {
    const messageId = row.message_id;
    const message = await findMessage(tx, { caller, messageId }).catch((error: unknown) => {
      throw (error as { status?: unknown }).status === 404 ? notFound('media') : error;
    });
    // What its author took back is shown to nobody.
    if (message.deleted_at) throw notFound('media');
    return row;
  }
  const isOwn = row.uploader_id === uploaderOf(caller);
  const seesAll = !caller.ownConversationsOnly && caller.sessionIds === null;
  if (!isOwn && !seesAll) throw notFound('media');
  return row;
}

/** Whose an upload is: the member's, or the key's. */
export function uploaderOf(caller: Caller): string {
  return caller.memberId ?? caller.credentialId;
}
