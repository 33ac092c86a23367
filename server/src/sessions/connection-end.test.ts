import { expect, test } from 'vitest';
import { MovableClock } from '../../test/movable-clock.ts';
import { Attempts, type ConnectionEnd, judgeEnd, pauseBefore } from './connection-end.ts';

const end = (code: number, more: Partial<ConnectionEnd> = {}): ConnectionEnd => ({
  code,
  origin: 'network',
  ...more,
});

test.each([
  [end(515), { next: 'reconnect', reason: 'restart_required', pace: 'at_once' }],
  [end(428), { next: 'reconnect', reason: 'connection_lost', pace: 'network' }],
  [end(408), { next: 'reconnect', reason: 'connection_lost', pace: 'network' }],
  [end(503), { next: 'reconnect', reason: 'server_unavailable', pace: 'network' }],
  [end(440), { next: 'reconnect', reason: 'connection_replaced', pace: 'replaced' }],
  [end(429, { origin: 'upgrade' }), { next: 'reconnect', reason: 'upgrade_refused', pace: 'refused' }],
  [end(403, { origin: 'upgrade' }), { next: 'reconnect', reason: 'upgrade_refused', pace: 'refused' }],
  [end(503, { origin: 'upgrade' }), { next: 'reconnect', reason: 'server_unavailable', pace: 'network' }],
  [end(405), { next: 'reconnect', reason: 'version_refused', pace: 'version' }],
  [end(0, { origin: 'proxy' }), { next: 'reconnect', reason: 'proxy_unreachable', pace: 'proxy' }],
  [end(0, { origin: 'flood' }), { next: 'reconnect', reason: 'flooded', pace: 'flood' }],
  [end(0, { origin: 'settings' }), { next: 'reconnect', reason: 'connecting', pace: 'at_once' }],
  [end(411), { next: 'stop', status: 'failed', reason: 'bad_session', eraseKeys: true }],
  [
    end(0, { origin: 'transport' }),
    { next: 'reconnect', reason: 'transport_unavailable', pace: 'transport' },
  ],
  [end(0, { origin: 'storage' }), { next: 'reconnect', reason: 'connection_lost', pace: 'storage' }],
  [end(401), { next: 'stop', status: 'logged_out', reason: 'logged_out', eraseKeys: true }],
  [
    end(401, { detail: 'device_removed' }),
    { next: 'stop', status: 'logged_out', reason: 'device_removed', eraseKeys: true },
  ],
  [end(403), { next: 'stop', status: 'failed', reason: 'banned', eraseKeys: false }],
  [end(0, { origin: 'ownership' }), { next: 'let_go' }],
])('a paired session whose connection ended with %o', (given, verdict) => {
  expect(judgeEnd(given, { paired: true })).toEqual(verdict);
});

test('what ends before the phone has accepted is an attempt at pairing', () => {
  expect(judgeEnd(end(408, { detail: 'qr_used_up' }), { paired: false })).toMatchObject({
    next: 'stop',
    status: 'failed',
    reason: 'pairing_expired',
  });
  expect(judgeEnd(end(0, { detail: 'wrong_number' }), { paired: true })).toMatchObject({
    status: 'failed',
    reason: 'wrong_number',
    eraseKeys: true,
  });
  expect(judgeEnd(end(0, { detail: 'passkey_required' }), { paired: false })).toMatchObject({
    next: 'stop',
    reason: 'passkey_required',
  });
  expect(judgeEnd(end(428), { paired: false })).toMatchObject({ next: 'reconnect' });
});

function longest(pace: Parameters<typeof pauseBefore>[0]['pace'], attempt: number): number {
  return pauseBefore({ pace, attempt, random: () => 1 });
}

test('pauses double up to a ceiling, jitter over their whole length, and keep to what they were asked for', () => {
  expect([0, 1, 2, 3, 9].map((attempt) => longest('network', attempt))).toEqual([
    1_000, 2_000, 4_000, 8_000, 60_000,
  ]);
  expect(pauseBefore({ pace: 'network', attempt: 5, random: () => 0 })).toBe(0);
  expect(longest('at_once', 0)).toBe(0);
  expect(longest('at_once', 3)).toBeGreaterThan(0);
  expect(pauseBefore({ pace: 'refused', attempt: 0, atLeastMs: 30_000, random: () => 0 })).toBe(30_000);
});

test('two programs that push each other out are kept apart by half a minute and more from the fifth time on', () => {
  const shortest = [0, 1, 2, 3, 4, 5].map((attempt) =>
    pauseBefore({ pace: 'replaced', attempt, random: () => 0 }),
  );
  expect(shortest[0]).toBeLessThan(5_000);
  expect(shortest[4]).toBeGreaterThanOrEqual(30_000);
});

test('attempts are counted for each cause by itself, and anew after a connection that stood', () => {
  const clock = new MovableClock();
  const attempts = new Attempts(clock);
  const fail = (pace: Parameters<Attempts['pause']>[0], stoodMs: number): number => {
    const beganAt = clock.now();
    clock.advance(stoodMs);
    attempts.pause(pace, { beganAt, retryAfterMs: undefined });
    return attempts.inRow(pace);
  };
  expect([fail('network', 0), fail('network', 0), fail('replaced', 0)]).toEqual([1, 2, 1]);
  expect(fail('network', 61_000)).toBe(1);
  // Whoever pushes us out may do so only every few minutes.
  expect(attempts.inRow('replaced')).toBe(1);
  expect(fail('replaced', 601_000)).toBe(1);
});
