/** The contract's objects that the widgets read, under their short names. Types only: nothing is loaded. */
export type {
  Author,
  Branding,
  ConnectRequest,
  Content,
  Conversation,
  Me,
  Message,
  MessageStatus,
  Pairing,
  Permission,
  Session,
  SessionReason,
} from '@metahub/sdk';
