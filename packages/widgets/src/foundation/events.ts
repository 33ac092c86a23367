import type { Conversation, Session } from '../client/contract.ts';
import type { Failure } from '../client/failure.ts';

/** Detail of `mh-error`. */
export type ErrorDetail = Failure;

/** Detail of each event the elements fire. All bubble; domain events also leave shadow roots. */
export interface WidgetEvents {
  /** The element began to load its data. */
  'mh-load-start': Record<string, never>;
  /** Its data is on the screen. */
  'mh-ready': Record<string, never>;
  /** Something failed; `type` is from a closed list. */
  'mh-error': ErrorDetail;
  'mh-conversation-open': { conversation: Conversation };
  'mh-conversation-close': { conversationId: string };
  /** The open conversation went into this one: WhatsApp told that both are the same person's. */
  'mh-conversation-moved': { conversation: Conversation };
  'mh-message-send': { conversationId: string; text: string; idempotencyKey: string };
  /** The person asked for a number to be connected (the named one again); cancel it to show your own page instead. */
  'mh-connect-request': { sessionId?: string };
  /** Another QR is on the screen, or none any more (null). The text is a secret: it links a device to the number. */
  'mh-pairing-qr': { qr: string | null; sessionId: string; expiresAt: string | null };
  /** The person wants to see more of a number; cancel it to show your own page instead. */
  'mh-session-open': { session: Session };
  'mh-session-connected': { session: Session };
  'mh-session-removed': { sessionId: string };
  /** The person wants to see the conversations of a session that has just connected. */
  'mh-open-inbox': { session: Session };
}

export type WidgetEventName = keyof WidgetEvents;

type HandlersOf = { [Name in WidgetEventName]: CustomEvent<WidgetEvents[Name]> };

declare global {
  interface GlobalEventHandlersEventMap extends HandlersOf {}
}
