import type { Message } from '../../client/contract.ts';
import { textOf } from '../../foundation/message-preview.ts';

/** WhatsApp takes edits, and deletions for everyone, for so long after a message was sent. */
const EDIT_MS = 15 * 60_000;
const DELETE_MS = 60 * 60 * 60_000;

export type MessageAction = 'react' | 'reply' | 'forward' | 'copy' | 'edit' | 'remove';

/** What can be done with a message now, in the order of the menu. The API has the last word. */
export function whatCanBeDone(message: Message, now: number): MessageAction[] {
  const { content, status, direction, flags, timestamp, pendingChange } = message;
  if (/deleted|notice|call/.test(content.type)) return [];
  const age = now - Date.parse(timestamp);
  const isOurs = direction === 'outbound';
  const isThere = status !== 'failed' && status !== 'queued';
  const isFileHere = !('media' in content) || content.media.state === 'stored';
  const isChanging = pendingChange?.status === 'queued';
  const text = textOf(content);
  const able: Record<MessageAction, boolean> = {
    react: isThere,
    reply: status !== 'failed',
    forward: isThere && isFileHere && content.type !== 'unsupported' && !flags.includes('view_once'),
    copy: text !== '',
    edit: isOurs && isThere && text !== '' && age < EDIT_MS && !isChanging,
    remove: isOurs && status !== 'failed' && age < DELETE_MS && !isChanging,
  };
  return (Object.keys(able) as MessageAction[]).filter((action) => able[action]);
}
