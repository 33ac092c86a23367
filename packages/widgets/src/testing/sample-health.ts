import type { HealthPage } from '../client/client.ts';
import type { JournalEntry, SessionHealthEntry, SessionHealthFacts } from '../client/contract.ts';
import { SAMPLE_NOW } from './sample-data.ts';

/** The history of a day: a short break, a night without a server, a silence, and an alert that stands. */
export function sampleHealth(now = SAMPLE_NOW): Pick<HealthPage, 'data' | 'facts'> {
  const at = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
  const data: SessionHealthEntry[] = [
    {
      id: 'hlt_1',
      type: 'changed',
      at: at(40),
      score: 72,
      state: 'degraded',
      causes: ['waiting_for_phone', 'reconnecting_often'],
    },
    {
      id: 'hlt_2',
      type: 'alert',
      at: at(40),
      until: null,
      code: 'reconnecting_often',
      message: 'A conexão caiu 6 vezes na última hora.',
      action: 'wait',
    },
    { id: 'hlt_3', type: 'disconnected', at: at(52), until: at(50), reason: 'connection_lost' },
    {
      id: 'hlt_4',
      type: 'gap',
      at: at(180),
      gap: {
        from: at(420),
        until: at(180),
        announced: { messages: 12, receipts: 5, notifications: 0 },
        received: 12,
        caughtUpAt: at(179),
      },
    },
    { id: 'hlt_5', type: 'changed', at: at(179), score: 96, state: 'good', causes: [] },
    { id: 'hlt_6', type: 'disconnected', at: at(420), until: at(180), reason: 'server_unavailable' },
    { id: 'hlt_7', type: 'silence', at: at(900), until: at(894), cause: 'nothing_heard' },
    {
      id: 'hlt_8',
      type: 'alert',
      at: at(2_000),
      until: at(1_980),
      code: 'sends_unconfirmed',
      message: 'O WhatsApp não confirma os envios.',
      action: 'wait',
    },
  ];
  return { data, facts: sampleFacts({ oldestQueuedAt: at(3) }, now) };
}

export function sampleFacts(part: Partial<SessionHealthFacts> = {}, now = SAMPLE_NOW): SessionHealthFacts {
  return {
    measuredAt: new Date(now).toISOString(),
    connectedShareDay: 0.828,
    reconnectsHour: 6,
    reconnectsDay: 8,
    queued: 2,
    oldestQueuedAt: null,
    unconfirmed: 0,
    oldestUnconfirmedAt: null,
    sentDay: 1_284,
    failedDay: 3,
    receivedDay: 2_140,
    undecryptableDay: 1,
    waitingForPhone: 3,
    notInInbox: 0,
    ...part,
  };
}

/** Rows of a journal: one for each outcome that people ask about. */
export function sampleJournal(now = SAMPLE_NOW): JournalEntry[] {
  const row = (position: number, minutes: number, part: Partial<JournalEntry>): JournalEntry => {
    const receivedAt = new Date(now - minutes * 60_000).toISOString();
    return {
      position,
      whatsappId: `3EB0C767D097B7C7C0${position}`,
      kind: 'text',
      direction: 'inbound',
      arrival: 'live',
      chat: '+5511990000148',
      author: '+5511990000148',
      sentAt: receivedAt,
      receivedAt,
      lastReceivedAt: receivedAt,
      deliveries: 1,
      asked: 0,
      lastAskedAt: null,
      settledAt: receivedAt,
      outcome: { code: 'message', messageId: 'msg_1', reason: null },
      ...part,
    };
  };
  return [
    row(90_216, 2, {}),
    row(90_215, 4, { kind: 'reaction', outcome: { code: 'change', messageId: 'msg_1', reason: null } }),
    row(90_214, 9, {
      kind: 'unsupported',
      asked: 2,
      author: '+5511990000259',
      outcome: { code: 'waiting_for_phone', messageId: 'msg_2', reason: null },
    }),
    row(90_213, 12, {
      kind: null,
      asked: 1,
      settledAt: null,
      outcome: { code: 'undecryptable', messageId: null, reason: null },
    }),
    row(90_212, 180, { kind: 'voice', arrival: 'offline', deliveries: 2 }),
    row(90_211, 1_500, { direction: 'outbound', author: '+5511990000001' }),
    row(90_210, 1_510, {
      kind: 'protocol',
      outcome: { code: 'ignored', messageId: null, reason: 'protocol' },
    }),
    row(90_209, 1_700, { kind: 'image', outcome: { code: 'failed', messageId: null, reason: null } }),
  ];
}
