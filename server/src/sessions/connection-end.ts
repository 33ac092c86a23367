import type { Clock } from './clock.ts';
import type { SilenceCause } from './health/session-history.ts';
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
    /** The session's proxy doesn't answer, or refuses. */
    | 'proxy'
    /** More came than one session may take from the others. */
    | 'flood'
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
  /** The connection stood and was of no use. */
  silence?: SilenceCause;
  /** What an HTTP answer asked us to wait. */
  retryAfterMs?: number;
}

/** What a session does after its connection ended. */
export type Verdict =
  | { next: 'reconnect'; reason: ReasonCode; pace: Pace }
  /** The link is over; the keys are of no use any more when `eraseKeys`. */
  | { next: 'stop'; status: 'logged_out' | 'failed'; reason: ReasonCode; eraseKeys: boolean }
  | { next: 'let_go' };

/** How the pauses between attempts grow: see `paces`. */
export type Pace = keyof typeof paces;

/**
 * Pauses start at `firstMs` and double up to `ceilingMs`, with full jitter. They begin anew after a connection that
 * stood for `stableMs`. `keep` is the part of a pause that chance doesn't shorten, where each attempt does harm.
 */
const paces = {
  /** WhatsApp asked for it, or the phone has just accepted; again and again it's a fault like others. */
  at_once: { firstMs: 0, ceilingMs: 60_000, stableMs: 60_000, keep: 0 },
  network: { firstMs: 1_000, ceilingMs: 60_000, stableMs: 60_000, keep: 0 },
  /** The database is down: nothing that WhatsApp knows of. */
  storage: { firstMs: 500, ceilingMs: 15_000, stableMs: 60_000, keep: 0 },
  /** Our own side of the line. */
  transport: { firstMs: 250, ceilingMs: 5_000, stableMs: 60_000, keep: 0 },
  proxy: { firstMs: 2_000, ceilingMs: 120_000, stableMs: 60_000, keep: 0 },
  /** WhatsApp says no: asking again soon makes it say no for longer. */
  refused: { firstMs: 5_000, ceilingMs: 300_000, stableMs: 60_000, keep: 0 },
  /** Another version is tried next. */
  version: { firstMs: 1_000, ceilingMs: 300_000, stableMs: 60_000, keep: 0 },
  /** One session took more than its share: the others come first. */
  flood: { firstMs: 30_000, ceilingMs: 900_000, stableMs: 600_000, keep: 0.5 },
  /** Two programs with one link push each other out: each attempt makes it worse. */
  replaced: { firstMs: 5_000, ceilingMs: 900_000, stableMs: 600_000, keep: 0.5 },
} as const satisfies Record<string, { firstMs: number; ceilingMs: number; stableMs: number; keep: number }>;

function reconnect(reason: ReasonCode, pace: Pace): Verdict {
  return { next: 'reconnect', reason, pace };
}

function stop(
  status: 'logged_out' | 'failed',
  reason: ReasonCode,
  { eraseKeys }: { eraseKeys: boolean },
): Verdict {
  return { next: 'stop', status, reason, eraseKeys };
}

/** What ends a connection whatever WhatsApp says. */
const byOrigin: Partial<Record<ConnectionEnd['origin'], Verdict>> = {
  us: { next: 'let_go' },
  ownership: { next: 'let_go' },
  settings: reconnect('connecting', 'at_once'),
  storage: reconnect('connection_lost', 'storage'),
  transport: reconnect('transport_unavailable', 'transport'),
  proxy: reconnect('proxy_unreachable', 'proxy'),
  flood: reconnect('flooded', 'flood'),
};

/** What it says about a pairing, by its own words. */
const byDetail: Record<string, Verdict> = {
  wrong_number: stop('failed', 'wrong_number', { eraseKeys: true }),
  number_in_use: stop('failed', 'number_in_use', { eraseKeys: true }),
  passkey_required: stop('failed', 'passkey_required', { eraseKeys: true }),
};

/** The upgrade to a WebSocket was refused with an HTTP status. */
const byUpgrade: Record<number, Verdict> = {
  405: reconnect('version_refused', 'version'),
  502: reconnect('server_unavailable', 'network'),
  503: reconnect('server_unavailable', 'network'),
  504: reconnect('server_unavailable', 'network'),
};

/** What WhatsApp says to a device that is linked. Codes of `<failure>` and `<stream:error>`, and Baileys' own. */
const byCode: Record<number, Verdict> = {
  // Restart required: asked for after pairing, and now and then.
  515: reconnect('restart_required', 'at_once'),
  // Conflict, replaced: another program uses the same link.
  440: reconnect('connection_replaced', 'replaced'),
  // The link is over.
  401: stop('logged_out', 'logged_out', { eraseKeys: true }),
  // Blocked for a time, blocked, and blocked with the request to check on the phone.
  402: stop('failed', 'banned', { eraseKeys: false }),
  403: stop('failed', 'banned', { eraseKeys: false }),
  406: stop('failed', 'banned', { eraseKeys: false }),
  // The version of WhatsApp Web that we say is too old.
  405: reconnect('version_refused', 'version'),
  409: reconnect('upgrade_refused', 'refused'),
  // The keys are no longer the ones that the phone knows.
  411: stop('failed', 'bad_session', { eraseKeys: true }),
  429: reconnect('upgrade_refused', 'refused'),
  500: reconnect('server_unavailable', 'network'),
  501: reconnect('server_unavailable', 'network'),
  503: reconnect('server_unavailable', 'network'),
};

/** What it says before the phone has accepted: an attempt at pairing that may be made again. */
const byPairingCode: Record<number, Verdict> = {
  403: reconnect('upgrade_refused', 'refused'),
  405: reconnect('version_refused', 'version'),
  429: reconnect('upgrade_refused', 'refused'),
};

/** What to do after a connection ended. `paired`: whether the phone had accepted this device before. */
export function judgeEnd(end: ConnectionEnd, context: { paired: boolean }): Verdict {
  const certain = byOrigin[end.origin] ?? byDetail[end.detail ?? ''];
  if (certain) return certain;
  if (end.origin === 'upgrade') return byUpgrade[end.code] ?? reconnect('upgrade_refused', 'refused');
  if (!context.paired) {
    if (end.detail === 'qr_used_up') return stop('failed', 'pairing_expired', { eraseKeys: true });
    return byPairingCode[end.code] ?? reconnect('server_unavailable', 'network');
  }
  if (end.code === 401 && end.detail === 'device_removed')
    return stop('logged_out', 'device_removed', { eraseKeys: true });
  if (end.silence) return reconnect('connection_lost', 'at_once');
  // 408 and 428: nothing was heard, or the line broke.
  return byCode[end.code] ?? reconnect('connection_lost', 'network');
}

/** The pause before attempt `attempt` (from 0) of a row. */
export function pauseBefore(options: {
  pace: Pace;
  attempt: number;
  atLeastMs?: number;
  random?: () => number;
}): number {
  const { firstMs, ceilingMs, keep } = paces[options.pace];
  const random = options.random ?? Math.random;
  const first = options.attempt > 0 && firstMs === 0 ? paces.network.firstMs / 2 : firstMs;
  const whole = Math.min(ceilingMs, first * 2 ** Math.min(options.attempt, 20));
  return Math.max(Math.round(whole * (keep + (1 - keep) * random())), options.atLeastMs ?? 0);
}

/** Counts the attempts of one session, for each pace by itself. */
export class Attempts {
  readonly #clock: Clock;
  readonly #counts = new Map<Pace, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether connections of this kind have ended before, one soon after the other. */
  inRow(pace: Pace): number {
    return this.#counts.get(pace) ?? 0;
  }

  /** The pause after a connection that began then, was tried for `pace`, and has ended. */
  pause(pace: Pace, connection: { beganAt: number; retryAfterMs: number | undefined }): number {
    const stoodMs = this.#clock.now() - connection.beganAt;
    for (const one of this.#counts.keys()) if (stoodMs > paces[one].stableMs) this.#counts.delete(one);
    const attempt = this.inRow(pace);
    this.#counts.set(pace, attempt + 1);
    return pauseBefore({ pace, attempt, atLeastMs: connection.retryAfterMs ?? 0 });
  }
}
