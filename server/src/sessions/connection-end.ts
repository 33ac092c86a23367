import type { ReasonCode } from './session-reasons.ts';

/** How a connection ended, before it's known what to do about it. */
export interface ConnectionEnd {
  /** The status code of Baileys' error, or ours; 0 when nothing was said. */
  code: number;
  origin:
    | 'network'
    /** The upgrade to a WebSocket was answered by HTTP. */
    | 'upgrade'
    /** Nobody to connect to: the sandbox is down, or doesn't say whom to trust. */
    | 'transport'
    /** Keys or messages couldn't be stored. */
    | 'storage'
    /** Another gateway owns the session. */
    | 'ownership'
    /** New settings want another connection. */
    | 'settings'
    /** We ended it ourselves. */
    | 'us';
  /** The `type` of a conflict, or WhatsApp's own word. */
  detail?: string;
  /** What an HTTP answer asked us to wait. */
  retryAfterMs?: number;
}

/** What a session does after its connection ended. */
export type Verdict =
  | { next: 'reconnect'; reason: ReasonCode; pace: Pace }
  /** The link is over; the keys are of no use any more when `eraseKeys`. */
  | { next: 'stop'; status: 'logged_out' | 'failed'; reason: ReasonCode; eraseKeys: boolean }
  | { next: 'let_go' };

/** How the pauses between attempts grow. */
export type Pace = keyof typeof paces;

const paces = {
  /** WhatsApp asked for it (515), or the phone has just accepted. */
  at_once: { firstMs: 0, ceilingMs: 60_000 },
  network: { firstMs: 1_000, ceilingMs: 60_000 },
  /** The database is down. */
  storage: { firstMs: 500, ceilingMs: 15_000 },
  transport: { firstMs: 250, ceilingMs: 5_000 },
  refused: { firstMs: 5_000, ceilingMs: 300_000 },
  /** Two programs with one link push each other out: each attempt makes it worse. */
  replaced: { firstMs: 5_000, ceilingMs: 900_000 },
} as const;

/**
 * The pause before attempt `attempt` (from 0): doubling up to the ceiling, with full jitter, so that thousands of
 * sessions don't come back in the same instant. Where each attempt does harm, the pause keeps at least half.
 */
export function pauseBefore(options: {
  pace: Pace;
  attempt: number;
  atLeastMs?: number;
  random?: () => number;
}): number {
  const { firstMs, ceilingMs } = paces[options.pace];
  const random = options.random ?? Math.random;
  const first = options.attempt > 0 && firstMs === 0 ? paces.network.firstMs / 2 : firstMs;
  const whole = Math.min(ceilingMs, first * 2 ** Math.min(options.attempt, 20));
  const jittered = options.pace === 'replaced' ? whole / 2 + (random() * whole) / 2 : random() * whole;
  return Math.max(Math.round(jittered), options.atLeastMs ?? 0);
}

/** What to do after a connection ended. `paired`: whether the phone had accepted this device before. */
export function judgeEnd(end: ConnectionEnd, context: { paired: boolean }): Verdict {
  if (end.origin === 'ownership' || end.origin === 'us') return { next: 'let_go' };
  if (end.origin === 'settings') return { next: 'reconnect', reason: 'connecting', pace: 'at_once' };
  if (end.origin === 'storage') return { next: 'reconnect', reason: 'connection_lost', pace: 'storage' };
  if (end.origin === 'transport')
    return { next: 'reconnect', reason: 'transport_unavailable', pace: 'transport' };
  if (end.origin === 'upgrade') return { next: 'reconnect', reason: 'upgrade_refused', pace: 'refused' };
  if (!context.paired || end.detail === 'wrong_number' || end.detail === 'number_in_use')
    return judgePairing(end);
  switch (end.code) {
    case 515:
      return { next: 'reconnect', reason: 'restart_required', pace: 'at_once' };
    case 440:
      return { next: 'reconnect', reason: 'connection_replaced', pace: 'replaced' };
    case 401:
      return {
        next: 'stop',
        status: 'logged_out',
        reason: end.detail === 'device_removed' ? 'device_removed' : 'logged_out',
        eraseKeys: true,
      };
    case 402:
    case 403:
    case 406:
      return { next: 'stop', status: 'failed', reason: 'banned', eraseKeys: false };
    case 411:
      return { next: 'stop', status: 'failed', reason: 'bad_session', eraseKeys: true };
    case 429:
    case 405:
    case 409:
      return { next: 'reconnect', reason: 'upgrade_refused', pace: 'refused' };
    case 500:
    case 501:
    case 503:
      return { next: 'reconnect', reason: 'server_unavailable', pace: 'network' };
    default:
      return { next: 'reconnect', reason: 'connection_lost', pace: 'network' };
  }
}

/** Before the phone has accepted, what ends is an attempt at pairing. 408 says that all QRs were used up. */
function judgePairing(end: ConnectionEnd): Verdict {
  if (end.detail === 'wrong_number' || end.detail === 'number_in_use') {
    return { next: 'stop', status: 'failed', reason: end.detail, eraseKeys: true };
  }
  if (end.detail === 'qr_used_up') {
    return { next: 'stop', status: 'failed', reason: 'pairing_expired', eraseKeys: true };
  }
  if (end.code === 429 || end.code === 403 || end.code === 405) {
    return { next: 'reconnect', reason: 'upgrade_refused', pace: 'refused' };
  }
  return { next: 'reconnect', reason: 'server_unavailable', pace: 'network' };
}
