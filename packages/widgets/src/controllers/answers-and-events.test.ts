import { describe, expect, test } from 'vitest';
import { sampleAnswer, sampleConversation, sampleMessage, sampleSession } from '../testing/sample-data.ts';
import { ScriptedClient } from '../testing/scripted-client.ts';
import { ConversationListController } from './conversation-list.ts';
import { SessionsController } from './sessions.ts';
import { ThreadController } from './thread.ts';

/** Makes a method answer what was true when it was asked, and only once `deliver` is called: as a network does. */
function delay(client: ScriptedClient, method: 'listConversations' | 'listMessages' | 'listSessions') {
  const answer = client[method].bind(client) as (...args: unknown[]) => Promise<{ data: unknown[] }>;
  const gate = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  Object.assign(client, {
    [method]: async (...args: unknown[]) => {
      const page = await answer(...args);
      const snapshot = { ...page, data: [...page.data] };
      asked.resolve();
      await gate.promise;
      return snapshot;
    },
  });
  return { deliver: gate.resolve, asked: asked.promise };
}

function settled(controller: {
  loading: boolean;
  subscribe(listener: () => void): () => void;
}): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!controller.loading) resolve();
    };
    controller.subscribe(look);
    look();
  });
}

describe('an event that overtakes the answer of a list', () => {
  test('a conversation that came meanwhile stays in the list', async () => {
    const client = new ScriptedClient({ conversations: [sampleConversation({ id: 'conv_a' })] });
    const { deliver, asked } = delay(client, 'listConversations');
    const list = new ConversationListController(client);
    await asked;
    client.emit({ type: 'conversation.updated', data: sampleConversation({ id: 'conv_b' }) });
    deliver();
    await settled(list);
    expect([...list.waiting, ...list.upToDate].map(({ id }) => id).toSorted()).toEqual(['conv_a', 'conv_b']);
    list.destroy();
  });

  test('a conversation that was passed on meanwhile does not come back', async () => {
    const client = new ScriptedClient({ conversations: [sampleConversation({ id: 'conv_a' })] });
    const { deliver, asked } = delay(client, 'listConversations');
    const list = new ConversationListController(client);
    await asked;
    client.emit({ type: 'conversation.withdrawn', data: { id: 'conv_a' } });
    deliver();
    await settled(list);
    expect(list.size).toBe(0);
    list.destroy();
  });

  test('a message that came meanwhile stays in the thread, in the order of its time', async () => {
    const first = sampleMessage({
      id: 'msg_1',
      conversationId: 'conv_a',
      timestamp: '2026-11-25T10:00:00.000Z',
    });
    const third = sampleAnswer({
      id: 'msg_3',
      conversationId: 'conv_a',
      timestamp: '2026-11-25T10:02:00.000Z',
    });
    const second = sampleMessage({
      id: 'msg_2',
      conversationId: 'conv_a',
      timestamp: '2026-11-25T10:01:00.000Z',
    });
    const client = new ScriptedClient({
      conversations: [sampleConversation({ id: 'conv_a' })],
      threads: { conv_a: [first, third] },
    });
    const { deliver, asked } = delay(client, 'listMessages');
    const thread = new ThreadController(client, 'conv_a');
    await asked;
    client.emit({ type: 'message.received', data: second });
    deliver();
    await settled(thread);
    expect(thread.items.map(({ key }) => key)).toEqual(['msg_1', 'msg_2', 'msg_3']);
    thread.destroy();
  });

  test('a number that was connected meanwhile stays in the list, in its newest state', async () => {
    const client = new ScriptedClient({
      sessions: [sampleSession({ id: 'ses_a', status: 'connecting', revision: 1 })],
    });
    const { deliver, asked } = delay(client, 'listSessions');
    const sessions = new SessionsController(client);
    await asked;
    client.emit({
      type: 'session.updated',
      data: sampleSession({ id: 'ses_a', status: 'connected', revision: 2 }),
    });
    client.emit({ type: 'session.updated', data: sampleSession({ id: 'ses_b' }) });
    deliver();
    await settled(sessions);
    expect(sessions.sessions.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'ses_a connected',
      'ses_b connected',
    ]);
    sessions.destroy();
  });
});
