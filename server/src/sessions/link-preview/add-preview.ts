import type { proto } from '@whiskeysockets/baileys';
import { readAccountSettings } from '../../accounts/settings.ts';
import { type Database, inAccount } from '../../db/database.ts';
import type { AccountSeal } from '../../db/seal.ts';
import { recordEvent } from '../../events/record-event.ts';
import { thumbnailBytes } from '../../media/draw-thumbnail.ts';
import type { Media } from '../../media/media.ts';
import type { Outgoing } from '../../net/outgoing.ts';
import type { Baileys } from '../baileys.ts';
import { fetchPreview, linkIn } from './fetch-preview.ts';

/** The link of a message that is to be sent, and may get a preview. */
export function linkToPreview(message: proto.IMessage): string | null {
  const text = message.extendedTextMessage;
  return text?.text && !text.matchedText ? linkIn(text.text) : null;
}

/**
 * Gives a text with a link what its page says of itself, in the proto that every attempt sends and in the inbox, where the
 * account wants that. Whatever happens, the message can be sent afterwards.
 */
export async function addPreview(options: {
  database: Database;
  outgoing: Outgoing;
  media: Media;
  seal: AccountSeal;
  accountId: string;
  messageId: string;
  baileys: Baileys;
  message: proto.IMessage;
  url: string;
  signal: AbortSignal;
}): Promise<void> {
  const { database, seal, accountId, messageId, baileys, message } = options;
  const { linkPreviews } = await inAccount(database, accountId, readAccountSettings);
  const preview = linkPreviews ? await fetchPreview(options.url, options) : null;
  if (!preview) return;
  const { url, title, description, thumbnail } = preview;
  const jpegThumbnail = thumbnailBytes(thumbnail ?? null);
  Object.assign(message.extendedTextMessage!, {
    matchedText: url,
    ...(title ? { title } : {}),
    ...(description ? { description } : {}),
    ...(jpegThumbnail ? { jpegThumbnail } : {}),
  });
  const sealed = seal.seal('messages', messageId, baileys.proto.Message.encode(message).finish());
  await inAccount(database, accountId, async (tx) => {
    const [changed] = await tx.query(
      `update messages set encoded_sealed = $3, content = content || jsonb_build_object('link', $4::jsonb),
         revision = revision + 1, updated_at = now()
       where account_id = $1 and id = $2 and status = 'queued' and deleted_at is null returning id`,
      [accountId, messageId, sealed, JSON.stringify(preview)],
    );
    if (changed) await recordEvent(tx, { type: 'message.updated', subjectId: messageId });
  });
}
