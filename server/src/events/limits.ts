/** Limits of the event stream, in one place; times in milliseconds. */
export const EVENT_LIMITS = {
  /** Events the relay numbers in one statement. */
  relayBatch: 500,
  /** The relay looks by itself this often, should every signal be lost. */
  relayPollMs: 1_000,
  /** From the beginning of one look to the next: so many times as long as the first one took, within these bounds. */
  relaySpacingTimes: 5,
  relaySpacingMinMs: 2,
  relaySpacingMaxMs: 25,
  /** How soon it looks again while a committed event waits for an older transaction to end: first, then at most. */
  relayGateMinMs: 1,
  relayGateMaxMs: 50,
  /** Pauses between attempts to reach the database again. */
  relayReconnectMinMs: 50,
  relayReconnectMaxMs: 2_000,
  /** A process without the relay's lock asks for it this often. */
  relayLockRetryMs: 1_000,
  /** Listeners that are told in one go before other work gets its turn. */
  broadcastSlice: 500,
  /** Events that wait to be told in this process; beyond it listeners are told to read the table instead. */
  broadcastQueue: 10_000,
  /** Events a socket reads from the table at once while it catches up. */
  replayPage: 200,

  /** How long a socket may take until its hello. */
  helloMs: 5_000,
  /** A client frame's greatest size, in bytes; a frame beyond twice this isn't even read. */
  clientFrameBytes: 16_384,
  /** Client frames within ten seconds. */
  clientFramesPerTenSeconds: 20,
  /** How often a socket is told its position. */
  positionMs: 10_000,
  /** After this many events in a row that it may not see, a socket is told its position at once. */
  positionAfterHidden: 100,
  /** How often a socket is pinged; one that did not answer the ping before is ended. */
  heartbeatMs: 25_000,
  /** Bytes that may wait to be sent to a socket; above, it is sent no more until it has read them. */
  socketHighBytes: 512 * 1024,
  /** A socket that has not read them after this long is cut. */
  socketDrainMs: 15_000,
  /** How long a socket gets to take the last frame before it is torn down. */
  byeMs: 2_000,
  /** The credential of an open socket is looked at again this often, in case a signal of its end was lost. */
  recheckMs: 60_000,
  /** How often all of this is looked at. */
  tickMs: 1_000,
  /** Open sockets of one credential, and of this process. */
  socketsPerCredential: 1_000,
  socketsPerProcess: 20_000,
} as const;

/** The same limits, some set otherwise by a test or a benchmark. */
export type EventLimits = { readonly [name in keyof typeof EVENT_LIMITS]: number };
