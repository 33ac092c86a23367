import { expect, test } from 'vitest';
import { healthLimits } from '../limits.ts';
import type { HealthFacts } from './health-facts.ts';
import { judgeHealth } from './judge-health.ts';

const now = new Date('2026-11-25T14:00:00.000Z');
const ago = (milliseconds: number): Date => new Date(now.getTime() - milliseconds);
const HOUR = 3_600_000;

/** A session that has been connected for hours and works. */
function factsWith(more: Partial<HealthFacts>): HealthFacts {
  return {
    account_id: 'a',
    session_id: 's',
    status: 'connected',
    reason: null,
    locale: 'pt-BR',
    restrictions: [],
    connected_at: ago(5 * HOUR),
    lease_until: new Date(now.getTime() + 10_000),
    health: null,
    ongoing: [],
    drops_hour: 0,
    drops_day: 0,
    replaced_hour: 0,
    replaced_since: null,
    queued: 0,
    oldest_queued: null,
    unconfirmed: 0,
    oldest_unconfirmed: null,
    waiting_for_phone: 0,
    oldest_waiting: null,
    undecryptable: 0,
    oldest_undecryptable: null,
    behind: 0,
    oldest_behind: null,
    connected_ms_day: 5 * HOUR,
    down_ms_day: 0,
    sent_day: 0,
    failed_day: 0,
    received_day: 0,
    undecryptable_day: 0,
    sent_lately: 0,
    failed_lately: 0,
    ...more,
  };
}

const judge = (more: Partial<HealthFacts>) => judgeHealth(factsWith(more), now, healthLimits);
const dropped = (milliseconds: number): HealthFacts['ongoing'] => [
  { id: '1', type: 'disconnected', code: '', data: {}, began_at: ago(milliseconds).toISOString() },
];

test('a session that works has nothing against it', () => {
  expect(judge({})).toEqual({ score: 100, state: 'good', causes: [] });
});

test.each(['pairing', 'paused', 'removed'] as const)('one that is %s is neither well nor ill', (status) => {
  expect(judge({ status, ongoing: dropped(HOUR) })).toEqual({ score: null, state: 'unknown', causes: [] });
});

test.each([
  ['silent', { ongoing: [{ ...dropped(5_000)[0]!, type: 'silence' as const }] }],
  ['connection_replaced', { replaced_hour: 2, replaced_since: ago(60_000) }],
  ['reconnecting_often', { drops_hour: 5 }],
  ['sends_unconfirmed', { unconfirmed: 1, oldest_unconfirmed: ago(21_000) }],
  ['sends_failing', { failed_lately: 5, sent_lately: 20 }],
  ['outbox_waiting', { queued: 1, oldest_queued: ago(11 * 60_000) }],
  ['new_chats_restricted', { restrictions: [{ code: 'reach_out_limited' as const, until: null }] }],
  ['waiting_for_phone', { waiting_for_phone: 1, oldest_waiting: ago(6 * 60_000) }],
  ['undecryptable', { undecryptable: 1, oldest_undecryptable: ago(61_000) }],
  ['inbox_behind', { behind: 1, oldest_behind: ago(31_000) }],
] as const)('%s alone makes it degraded', (code, more) => {
  const { score, state, causes } = judge(more as Partial<HealthFacts>);
  expect([state, causes.map((cause) => cause.code)]).toEqual(['degraded', [code]]);
  expect(score).toBeLessThan(100);
  expect(score).toBeGreaterThanOrEqual(30);
});

test('what has only just begun is no news', () => {
  const young: Partial<HealthFacts>[] = [
    { status: 'disconnected', ongoing: dropped(2_000) },
    { replaced_hour: 1, replaced_since: ago(1_000) },
    { unconfirmed: 1, oldest_unconfirmed: ago(2_000) },
    { queued: 500, oldest_queued: ago(60_000) },
    { waiting_for_phone: 1, oldest_waiting: ago(60_000) },
    { undecryptable: 1, oldest_undecryptable: ago(1_000) },
    { behind: 100, oldest_behind: ago(5_000) },
    { failed_lately: 4, sent_lately: 0 },
    { failed_lately: 5, sent_lately: 100 },
    { restrictions: [{ code: 'reach_out_limited', until: ago(1_000).toISOString() }] },
  ];
  for (const more of young) expect(judge(more)).toMatchObject({ score: 100, state: 'good' });
});

test('a connection that is gone is degraded after seconds and bad after minutes', () => {
  expect(judge({ status: 'disconnected', ongoing: dropped(15_000) })).toMatchObject({
    score: 40,
    state: 'degraded',
  });
  expect(judge({ status: 'disconnected', ongoing: dropped(150_000) })).toMatchObject({
    score: 20,
    state: 'bad',
  });
});

test('one that another program keeps out is told as that alone', () => {
  const reason = { code: 'connection_replaced', message: '', action: 'open_phone' } as const;
  const out = (milliseconds: number) =>
    judge({
      status: 'disconnected',
      reason,
      ongoing: dropped(milliseconds),
      replaced_hour: 1,
      replaced_since: ago(milliseconds),
    });
  expect(out(12_000)).toMatchObject({ state: 'good' });
  expect(out(16_000)).toMatchObject({ state: 'degraded', causes: [{ code: 'connection_replaced' }] });
  expect(out(150_000)).toMatchObject({ state: 'bad', causes: [{ code: 'connection_replaced' }] });
});

test('one whose gateway died is not connected, whatever its row says', () => {
  const { causes } = judge({ status: 'connected', lease_until: ago(60_000) });
  expect(causes).toEqual([{ code: 'disconnected', since: ago(60_000) }]);
});

test('nothing is worse than a link that is over, and nothing is named beside it', () => {
  const ended = judge({ status: 'logged_out', ongoing: dropped(HOUR), queued: 3, oldest_queued: ago(HOUR) });
  expect(ended).toEqual({ score: 0, state: 'bad', causes: [{ code: 'link_ended', since: ago(HOUR) }] });
});

test('a cause stands since it was first seen', () => {
  const since = ago(HOUR).toISOString();
  const causes = [{ code: 'reconnecting_often' as const, message: '', action: 'wait' as const, since }];
  const judged = judge({ drops_hour: 7, health: { score: 75, state: 'degraded', since, causes } });
  expect(judged.causes).toEqual([{ code: 'reconnecting_often', since: ago(HOUR) }]);
});

test('the worst comes first', () => {
  const { causes, score } = judge({
    drops_hour: 9,
    behind: 1,
    oldest_behind: ago(60_000),
    waiting_for_phone: 1,
    oldest_waiting: ago(HOUR),
  });
  expect(causes.map(({ code }) => code)).toEqual(['inbox_behind', 'reconnecting_often', 'waiting_for_phone']);
  expect(score).toBe(10);
});
