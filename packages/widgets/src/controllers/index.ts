/** What the elements stand on, without any DOM: build your own interface on it. */
export type { MetaHubClient } from '../client/client.ts';
export { readFailure, type Failure } from '../client/failure.ts';
export { ConversationListController } from './conversation-list.ts';
export { Outbox, outboxOf, type KeepStorage, type Unsent } from './outbox.ts';
export { PairingController, type PairingPhase, type StartPairing } from './pairing.ts';
export { SessionsController } from './sessions.ts';
export { ThreadController, type ThreadItem } from './thread.ts';
