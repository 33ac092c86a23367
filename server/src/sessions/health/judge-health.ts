import type { HealthState } from '../entities.ts';
import type { healthLimits } from '../limits.ts';
import { isInForce } from '../restrictions.ts';
import { type CauseCode, weightOf } from './causes.ts';
import type { HealthFacts } from './health-facts.ts';

/** The limits of health, or other ones of a test. */
export type HealthLimits = {
  [Name in keyof typeof healthLimits]: (typeof healthLimits)[Name] extends number
    ? number
    : Partial<Record<CauseCode, number>>;
};

/** What was found: the causes with the moment since when each stands, the worst first. */
export interface Judgement {
  score: number | null;
  state: HealthState;
  causes: { code: CauseCode; since: Date }[];
}

/** Judges how a session is, from facts alone. */
export function judgeHealth(facts: HealthFacts, now: Date, limits: HealthLimits): Judgement {
  if (['pairing', 'paused', 'removed'].includes(facts.status))
    return { score: null, state: 'unknown', causes: [] };
  const known = new Map(facts.health?.causes.map(({ code, since }) => [code, new Date(since)]));
  const causes = findCauses(facts, now, limits)
    .map(({ code, since }) => {
      const before = known.get(code);
      return { code, since: before && before < since ? before : since };
    })
    .toSorted((one, other) => weightOf(other.code) - weightOf(one.code));
  const score = Math.max(0, 100 - causes.reduce((sum, { code }) => sum + weightOf(code), 0));
  const isBad = causes.some(({ code, since }) => {
    const age = now.getTime() - since.getTime();
    return (
      code === 'link_ended' ||
      ((code === 'disconnected' || code === 'silent') && age > limits.badDropMs) ||
      (code === 'connection_replaced' && facts.status !== 'connected' && age > limits.badDropMs) ||
      (code === 'inbox_behind' && age > limits.badBehindMs)
    );
  });
  const state = isBad || score < 30 ? 'bad' : causes.length > 0 ? 'degraded' : 'good';
  return { score: isBad ? Math.min(score, 20) : score, state, causes };
}

function findCauses(facts: HealthFacts, now: Date, limits: HealthLimits): Judgement['causes'] {
  const found: Judgement['causes'] = [];
  const add = (code: CauseCode, since: Date): void => void found.push({ code, since });
  const since = (time: Date | null, atLeastMs: number): Date | null =>
    time && now.getTime() - time.getTime() >= atLeastMs ? time : null;
  const ongoing = (type: string): Date | null => {
    const entry = facts.ongoing.find((one) => one.type === type);
    return entry ? new Date(entry.began_at) : null;
  };

  const isOver = facts.status === 'logged_out' || facts.status === 'failed';
  if (isOver) return [{ code: 'link_ended', since: ongoing('disconnected') ?? now }];
  const isConnected = facts.status === 'connected' && !lostGateway(facts, now, limits);
  const drop = since(
    isConnected ? null : (ongoing('disconnected') ?? facts.lease_until ?? now),
    limits.dropMs,
  );
  // One that another program keeps out is not told as gone besides.
  const isPushedOut = !isConnected && facts.reason?.code === 'connection_replaced';
  if (drop && !isPushedOut) add('disconnected', drop);
  if (
    facts.replaced_hour >= limits.replacements ||
    (isPushedOut && since(ongoing('disconnected'), limits.pushedOutMs))
  )
    add('connection_replaced', facts.replaced_since ?? now);
  const silence = ongoing('silence');
  if (silence) add('silent', silence);
  if (facts.drops_hour >= limits.drops) add('reconnecting_often', now);
  const restricted = facts.restrictions.some(isInForce);
  if (restricted) add('new_chats_restricted', now);
  if (isConnected) {
    const unconfirmed = since(facts.oldest_unconfirmed, limits.unconfirmedMs);
    if (unconfirmed) add('sends_unconfirmed', unconfirmed);
    const waiting = since(facts.oldest_queued, limits.outboxMs);
    if (waiting && since(facts.connected_at, limits.outboxMs)) add('outbox_waiting', waiting);
  }
  const failed = facts.failed_lately;
  if (failed >= limits.failures && failed >= limits.failureShare * (failed + facts.sent_lately))
    add('sends_failing', now);
  const phone = since(facts.oldest_waiting, limits.phoneMs);
  if (phone) add('waiting_for_phone', phone);
  const broken = since(facts.oldest_undecryptable, limits.undecryptableMs);
  if (broken) add('undecryptable', broken);
  const behind = since(facts.oldest_behind, limits.behindMs);
  if (behind) add('inbox_behind', behind);
  return found;
}

/** Its gateway is gone, and no other one has taken it over. */
function lostGateway({ lease_until: until }: HealthFacts, now: Date, limits: HealthLimits): boolean {
  return until === null || now.getTime() - until.getTime() > limits.dropMs;
}
