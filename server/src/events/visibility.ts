import type { Caller, Permission } from '../access/caller.ts';
import type { EventRow } from './numbered-event.ts';
import type { RecordedEventType } from './record-event.ts';

/** What a receiver is allowed and limited to: a caller, or as much of one as events need. */
export type Receiver = Pick<Caller, 'permissions' | 'sessionIds' | 'ownConversationsOnly' | 'memberId'>;

/** What is needed of an event to tell who may see it. */
export type EventSubject = Pick<
  EventRow,
  'type' | 'data' | 'session_id' | 'conversation_id' | 'assignee_id'
> & {
  /** Whose the conversation is now, when the event is read again later; undefined when it is told as it happens. */
  held_now?: string | null;
};

const PERMISSIONS: Record<RecordedEventType, Permission> = {
  'session.updated': 'sessions:read',
  'session.alerted': 'sessions:read',
  'message.received': 'conversations:read',
  'message.sent': 'conversations:read',
  'message.updated': 'conversations:read',
  'conversation.updated': 'conversations:read',
  'conversation.withdrawn': 'conversations:read',
  'contact.updated': 'contacts:read',
  'contact.merged': 'contacts:read',
  'contact.unmerged': 'contacts:read',
};

/**
 * Whether a receiver may see an event. `withdrawn`: it could see the conversation until now and may no longer, so it is
 * told only that.
 */
export function eventVisibility(receiver: Receiver, event: EventSubject): 'seen' | 'hidden' | 'withdrawn' {
  if (event.data === null || !receiver.permissions.has(PERMISSIONS[event.type])) return 'hidden';
  if (receiver.sessionIds && !concernsSessions(event, receiver.sessionIds)) return 'hidden';
  if (event.conversation_id === null || !receiver.ownConversationsOnly) return 'seen';
  const mine = (holder: string | null): boolean => holder === null || holder === receiver.memberId;
  if (mine(event.assignee_id))
    return event.held_now === undefined || mine(event.held_now) ? 'seen' : 'hidden';
  const before = event.data.previous_assignee_id as string | null | undefined;
  return before !== undefined && mine(before) ? 'withdrawn' : 'hidden';
}

/** A contact, merged or not, belongs to the sessions in which it has a conversation; everything else to one. */
function concernsSessions(event: EventSubject, sessionIds: readonly string[]): boolean {
  if (!event.type.startsWith('contact.'))
    return event.session_id !== null && sessionIds.includes(event.session_id);
  const sessions = event.data?.session_ids as string[] | undefined;
  return sessions?.some((id) => sessionIds.includes(id)) ?? false;
}
