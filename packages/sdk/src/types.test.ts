import { expectTypeOf, it } from 'vitest';
import type { Conversation, Message, Session } from './contract-types.ts';
import type { EmbedClient } from './embed-client.ts';
import type { MetaHub } from './hub.ts';
import type { iterate } from './iterate.ts';
import type { merge } from './merge.ts';
import type { RealtimeEvent } from './realtime-types.ts';

// Judged by the compiler: `npm run typecheck` fails where one of these does not hold.
type Gives<Method extends keyof MetaHub> = MetaHub[Method] extends (...args: never[]) => Promise<infer Answer>
  ? Answer
  : never;
type Takes<Method extends 'sendMessage' | 'listConversations'> = NonNullable<Parameters<MetaHub[Method]>[0]>;

it('types what methods give from the contract', () => {
  expectTypeOf<MetaHub>().toExtend<EmbedClient>();
  expectTypeOf<Gives<'getConversation'>>().toEqualTypeOf<Conversation>();
  expectTypeOf<Gives<'sendMessage'>>().toEqualTypeOf<Message>();
  expectTypeOf<Gives<'removeSession'>>().toBeVoid();
  expectTypeOf<Gives<'listSessions'>>().toEqualTypeOf<{ data: Session[]; nextCursor: string | null }>();
  expectTypeOf<Gives<'listMessages'>>().toExtend<{ data: Message[]; prevCursor: string | null }>();
});

it('takes what the contract takes and refuses what it refuses', () => {
  interface Text {
    content: { type: 'text'; text: string };
  }
  expectTypeOf<Text & { to: string }>().toExtend<Takes<'sendMessage'>>();
  expectTypeOf<Text>().not.toExtend<Takes<'sendMessage'>>();
  expectTypeOf<Text & { to: string; contactId: string }>().not.toExtend<Takes<'sendMessage'>>();
  expectTypeOf<{ to: string; content: { type: 'shout' } }>().not.toExtend<Takes<'sendMessage'>>();
  expectTypeOf<{ sort: 'waiting'; assignee: 'me' }>().toExtend<Takes<'listConversations'>>();
  expectTypeOf<{ sort: 'loudest' }>().not.toExtend<Takes<'listConversations'>>();
  expectTypeOf<'signIn'>().not.toExtend<keyof EmbedClient>();
});

it('types rows of iterated and merged lists, and events by their type', () => {
  expectTypeOf<ReturnType<typeof iterate<Session>>>().toEqualTypeOf<
    AsyncGenerator<Session, void, undefined>
  >();
  expectTypeOf<ReturnType<typeof merge<Conversation>>>().toEqualTypeOf<readonly Conversation[]>();
  expectTypeOf<Extract<RealtimeEvent, { type: 'message.received' }>['data']>().toEqualTypeOf<Message>();
  expectTypeOf<Extract<RealtimeEvent, { type: 'conversation.withdrawn' }>['data']>().toEqualTypeOf<{
    id: string;
  }>();
  expectTypeOf<Extract<RealtimeEvent, { type: 'session.pairing' }>>().not.toHaveProperty('seq');
});
