/** What the elements stand on, without any DOM: build your own interface on it. */
export type { MetaHubClient } from '../client/client.ts';
export { readFailure, type Failure } from '../client/failure.ts';
export { ConversationListController } from './conversation-list.ts';
export { MediaLinks } from './media-links.ts';
export {
  Outbox,
  outboxOf,
  type Attachment,
  type KeepStorage,
  type Outgoing,
  type Unsent,
} from './outbox.ts';
export { PairingController, type PairingPhase, type StartPairing } from './pairing.ts';
export { SessionsController } from './sessions.ts';
export { ThreadController, type ThreadItem } from './thread.ts';
