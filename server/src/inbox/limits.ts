/** Limits of the inbox, in one place; times in milliseconds. */
export const INBOX_LIMITS = {
  /** Requests to send that are accepted in one commit, and such commits at once. */
  acceptBatch: 200,
  acceptInFlight: 2,
  /** While one is under way, the next begins only once this many wait: larger batches cost less for each message. */
  acceptSecondFrom: 16,
  /** Requests that wait to be accepted in this process; beyond it they are refused with 503. */
  acceptQueue: 5_000,
  /** How long a batch waits for a twin's commit before its requests are tried one by one. */
  acceptBatchLockMs: 1_000,
  /** How long a request waits for a twin with the same Idempotency-Key. */
  twinWaitMs: 10_000,
  /** How often a batch is tried again that ran into a deadlock. */
  acceptAttempts: 3,
  /** Requests tried one by one at the same time. */
  acceptSingles: 4,
  /** What the network said of a number is believed for this long, for so many numbers. */
  numberCheckMs: 10 * 60_000,
  numberChecks: 5_000,
  /** Characters of a quoted message that are kept with the answer. */
  quotePreview: 200,
  /** Texts kept of a message that is edited again and again, and reactions of one message. */
  earlierTexts: 20,
  /** People whose votes in one poll are counted. */
  voters: 1_024,
  reactions: 1_024,
  /** A file that is passed on keeps its address and keys while the message is younger: WhatsApp keeps files for a while. */
  sharedFileMs: 3 * 24 * 3_600_000,
  /** Passed on more often than this, it is shown as passed on often. */
  forwardedOften: 3,
  /** WhatsApp's own: how long a message can be edited, and deleted for everyone. */
  editMs: 15 * 60_000,
  deleteMs: 60 * 3_600_000,
  /** How far ahead a message may be scheduled, and how far back a time to send still means now. */
  scheduleMs: 90 * 24 * 3_600_000,
  scheduleSlackMs: 60_000,
  /** Words of a search that count. */
  searchWords: 6,
  /** Messages whose reading WhatsApp is told of at once. */
  readReceipts: 200,
} as const;
