/**
 * The elements' classes and types, without registering anything: safe to import anywhere, also on a server.
 * Import `@metahub/widgets/define/inbox` and its siblings to register elements.
 */
export type { Appearance } from './brand/appearance.ts';
export { deriveBrand, type BrandTokens } from './brand/derive-brand.ts';
export type { MetaHubClient, RealtimeClient } from './client/client.ts';
export type { Failure, FailureType } from './client/failure.ts';
export { MhComposer } from './elements/composer/composer.ts';
export { MhConversation } from './elements/conversation/conversation.ts';
export { MhConversationList } from './elements/conversation-list/conversation-list.ts';
export { MhInbox } from './elements/inbox/inbox.ts';
export { MhProvider, type FetchToken } from './elements/provider/provider.ts';
export { MhQrPairing } from './elements/qr-pairing/qr-pairing.ts';
export { MhSession } from './elements/session/session.ts';
export { MhSessions } from './elements/sessions/sessions.ts';
export type { WidgetEventName, WidgetEvents } from './foundation/events.ts';
export type { ElementState } from './foundation/metahub-element.ts';
export { VERSION } from './version.ts';
export type { WordOverrides } from './words/dictionary.ts';
