import type { Redis } from 'ioredis';
import type { FastifyReply } from 'fastify';
import { LIMITS } from '../limits.ts';
import { Problem } from './problem.ts';

/** How much of a rate is left after one more request. */
export interface RateState {
  allowed: boolean;
  limit: number;
  remaining: number;
  resetSeconds: number;
}

/** Counts requests in fixed windows of a minute: in this process, or in Redis for all processes. */
export interface RateLimits {
  take(key: string, limit: number): Promise<RateState> | RateState;
  /** Takes one count back: it turned out to be none of what is limited. */
  giveBack(key: string): Promise<void> | void;
}

/** Counts of one process are there at once. */
export interface LocalRates extends RateLimits {
  take(key: string, limit: number): RateState;
  giveBack(key: string): void;
}

/** Counts in this process. */
export function createLocalRates(now: () => number = Date.now): LocalRates {
  let windowEnds = 0;
  let counts = new Map<string, number>();
  function restOfWindow(): number {
    const time = now();
    if (time >= windowEnds) {
      windowEnds = time - (time % LIMITS.rates.windowMs) + LIMITS.rates.windowMs;
      counts = new Map();
    }
    return windowEnds - time;
  }
  // A flood of invented keys must not fill the memory: beyond the bound new keys share one count.
  const nameOf = (key: string): string =>
    counts.has(key) || counts.size < LIMITS.rates.counted ? key : 'others';
  return {
    take(key, limit) {
      const rest = restOfWindow();
      const name = nameOf(key);
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return describe(count, limit, rest);
    },
    giveBack(key) {
      restOfWindow();
      const count = counts.get(key);
      if (count !== undefined && count > 0) counts.set(key, count - 1);
    },
  };
}

/** Counts in Redis; when it does not answer, each process counts for itself. */
export function createSharedRates(redis: Redis): RateLimits {
  const local = createLocalRates();
  return {
    async take(key, limit) {
      const { name, rest } = placeInRedis(key);
      try {
        const results = await redis.multi().incr(name).pexpire(name, LIMITS.rates.windowMs).exec();
        const count = Number(results?.[0]?.[1]);
        if (Number.isInteger(count)) return describe(count, limit, rest);
      } catch {
        // Counted here instead.
      }
      return local.take(key, limit);
    },
    async giveBack(key) {
      const { name } = placeInRedis(key);
      try {
        // At the turn of a window there may be nothing to take back: a count below zero would be a gift.
        if ((await redis.decr(name)) < 0) await redis.del(name);
        else await redis.pexpire(name, LIMITS.rates.windowMs);
      } catch {
        local.giveBack(key);
      }
    },
  };
}

function placeInRedis(key: string): { name: string; rest: number } {
  const time = Date.now();
  const window = Math.floor(time / LIMITS.rates.windowMs);
  return {
    name: `metahub:rate:${window}:${key}`,
    rest: (window + 1) * LIMITS.rates.windowMs - time,
  };
}

function describe(count: number, limit: number, restMs: number): RateState {
  return {
    allowed: count <= limit,
    limit,
    remaining: Math.max(0, limit - count),
    resetSeconds: Math.ceil(restMs / 1000),
  };
}

/** Puts the state on the answer, and throws 429 when the rate is used up. */
export function applyRate(reply: FastifyReply, state: RateState): void {
  reply.header('ratelimit-limit', state.limit);
  reply.header('ratelimit-remaining', state.remaining);
  reply.header('ratelimit-reset', state.resetSeconds);
  if (state.allowed) return;
  throw new Problem({
    status: 429,
    code: 'rate_limited',
    detail: `This is more than ${state.limit} requests in a minute. Wait ${state.resetSeconds} seconds.`,
    headers: { 'retry-after': String(state.resetSeconds) },
  });
}
