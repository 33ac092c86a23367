/**
 * Every limit of the WhatsApp gateway. Times are milliseconds; what an operator may change is in config.ts and
 * documented there.
 */
export const sessionLimits = {
  /** Keys of one session kept in memory; a Signal session is some 3 kB. */
  keysInMemory: 1_000,
  /** How long decrypting may go on before others of the process have their turn. */
  turnMs: 10,
  /** Messages of one session that are decrypted and not stored yet. */
  unstoredMessages: 500,
  /** A statement that stores keys and journal may take this long before the socket is closed. */
  commitMs: 10_000,

  /** A lease lasts this long: with the look for sessions without an owner and connecting, those of a dead gateway have another within 15 s. */
  leaseMs: 13_000,
  /** Leases are renewed this often. */
  leaseRenewalMs: 3_000,
  /** Sessions without an owner are looked for this often: a QR that's asked for elsewhere waits for it. */
  claimMs: 1_000,
  /** A gateway stops its sockets this long before its lease would run out unrenewed. */
  leaseMarginMs: 2_000,
  /** Sessions taken over at once, so that a restart doesn't connect thousands in the same second. */
  claimsAtOnce: 20,
  claimPauseMs: 250,
  sessionsPerGateway: 2_000,
  /** A gateway that was asked to hand a session over leaves it to the others for so long. */
  handoverMs: 10_000,

  /** Sessions of one gateway that connect at the same moment; the others wait in their order. */
  connectsAtOnce: 20,
  /** After a connection that was pushed out by another program, the next one must stand so long before it counts. */
  settleMs: 2_000,
  /** What one session may take of its gateway; amounts fill again by `perSecond` up to `most`. */
  budget: {
    /** Beyond these it's read more slowly. A busy number gets some ten frames a second. */
    frames: { perSecond: 1_000, most: 20_000 },
    frameBytes: { perSecond: 8 * 1_048_576, most: 64 * 1_048_576 },
    /** Each asks for keys and answers; beyond this the connection ends for a pause. */
    undecryptable: { perSecond: 1, most: 200 },
    /** Phones that ask for messages of ours again: each reads the database and encrypts. */
    retryRequests: { perSecond: 2, most: 300 },
    /** Shorter than the time after which WhatsApp counts as silent. */
    longestPauseMs: 2_000,
  },

  /** The version of WhatsApp Web that is said: see wa-versions.ts. */
  versions: {
    lookUpMs: 6 * 3_600_000,
    /** However often it's asked for. */
    lookUpPauseMs: 10 * 60_000,
    timeoutMs: 10_000,
    pageBytes: 4 * 1_048_576,
    /** What is read of the database is believed for this long. */
    believedMs: 5_000,
    /** How long the first connection with a new version has to stand, and after how many failures it's given up. */
    trialMs: 60_000,
    trials: 3,
    /** A trial whose process has died is over after this. */
    canaryLeaseMs: 150_000,
  },

  /** From the first attempt to `open`; Baileys itself can hang for ever when an upgrade is refused. */
  connectMs: 45_000,
  /** Baileys' own limits: for the socket, and for each question it asks the network. */
  socketConnectMs: 20_000,
  queryMs: 20_000,
  /** How long the answer of POST /connect waits for the first QR. */
  firstQrMs: 2_000,
  /** Sessions of one account that aren't removed. */
  sessionsPerAccount: 200,
  /** How long a removed session may take to say goodbye to the network. */
  unlinkMs: 5_000,
  /** Sockets and projections may take this long to finish when the program stops. */
  handOverMs: 5_000,

  /** Who was refused a call is written to at most once within this time. */
  callTextMs: 10 * 60_000,

  /** Messages read from the outbox at once, and how often it's looked at without being woken. */
  outboxBatch: 64,
  outboxPollMs: 1_000,
  /** Scheduled messages that are released in one such look. */
  releasedAtOnce: 500,
  /** Messages of one session that wait for WhatsApp's acknowledgement at the same time. */
  outboxInFlight: 256,
  /** Sendings of one message that ended in an error before it's given up. */
  sendAttempts: 5,
  /** Times a message is taken up at all, over all restarts: one that kills its gateway must not do so for ever. */
  sendTakes: 50,
  /** The first pause after a sending that failed; it doubles. */
  sendRetryMs: 1_000,
  /** The least time between two messages of one session, where no setting says otherwise. */
  sendIntervalMs: { live: 1_000, sandbox: 0 },
  /** A message that waits this long for its session to connect has failed, and how often such are looked for. */
  outboxPatienceMs: 24 * 3_600_000,
  overdueSweepMs: 60_000,
  overdueAtOnce: 500,
  /** How long a text is typed before it's sent, where a session shows that. */
  typing: { leastMs: 1_000, perCharacterMs: 40, mostMs: 12_000 },
  /** How many are in a group is believed for this long, for so many groups of a session. */
  groupSizeMs: 5 * 60_000,
  groupSizes: 200,
  /** Receipts and acknowledgements are gathered for this long, and stored in one statement. */
  receiptGatherMs: 25,
  receiptsAtOnce: 500,
  /** A database that's down for longer than these attempts, with doubling pauses, loses ticks and nothing else. */
  receiptAttempts: 7,
  /** Receipts kept in memory for messages that aren't stored yet. */
  earlyReceipts: 1_000,

  /** Journal rows projected in one transaction. */
  projectionBatch: 200,
  /** Attempts at one row before it's set aside. */
  projectionAttempts: 5,
  /** What can't be decrypted is shown when it didn't come readable within this time, as it mostly does at once. */
  undecryptableMs: 15_000,
  /** How long the phone is asked for the content of a message, and how often while a connection stands. */
  askForMs: 14 * 24 * 3_600_000,
  askAgainMs: 6 * 3_600_000,
  /** Contents asked for in one request, and remembered as asked for. */
  askedAtOnce: 50,
  awaitedAtOnce: 1_000,
  /** What no phone sends again to its companions, as WhatsApp Web knows it. */
  neverResent: ['bot_unavailable_fanout', 'hosted_unavailable_fanout', 'view_once_unavailable_fanout'],
  /** How often rows are looked for that nobody woke the projector for. */
  projectionSweepMs: 10_000,
  /** Text of a message kept in the inbox, in UTF-16 units (WhatsApp's own limit is 65,536 characters). */
  textLength: 65_536,
  profileNameLength: 200,
  /** Parts of one message that are kept: people named, contact cards, options of a poll, of a list or of buttons. */
  mentions: 1_024,
  contactCards: 257,
  pollOptions: 12,
  choices: 100,
  /** The longest time after which a chat's messages vanish; WhatsApp's own is 90 days. */
  disappearingSeconds: 366 * 24 * 3_600,
  /** An emoji may be of many parts: a family with skin tones has some 30 units. */
  emojiLength: 32,
  /** Attributes of a stanza that go into the journal. */
  stanzaAttributes: 40,
  stanzaAttributeLength: 512,
  /** Bytes of a piece of history unpacked, of one chat in it, and of a piece that is fetched from a media host. */
  historyBytes: 512 * 1_048_576,
  historyChatBytes: 32 * 1_048_576,
  historyBlobBytes: 128 * 1_048_576,
  /** Messages of a history that are stored in one transaction, at least; the last chat may go beyond it. */
  historyBatch: 200,
  /** Attempts at one piece of history without any progress before it is set aside, and the pause after the first. */
  historyAttempts: 5,
  historyRetryMs: 1_000,
  /** How often histories are looked for that nobody woke the historian for. */
  historySweepMs: 15_000,
  /** Files of older messages are not fetched: WhatsApp keeps them no longer. */
  historyFilesMs: 21 * 24 * 3_600_000,
  /** Looking at a page that a text links to: all of it, the page, and its picture. */
  previews: {
    totalMs: 6_000,
    pageMs: 4_000,
    pageBytes: 262_144,
    imageMs: 3_000,
    imageBytes: 5 * 1_048_576,
    redirects: 3,
    titleLength: 300,
    descriptionLength: 500,
    userAgent: 'MetaHub link preview',
    /** Pages that one session looks at side by side. */
    atOnce: 4,
  },
  /** A message dated further ahead than this gets the time of its arrival. */
  clockSkewMs: 60_000,
} as const;

/** When something takes from the health of a session, and what it becomes. Times are milliseconds. */
export const healthLimits = {
  /** How often the health of a gateway's sessions is looked at. */
  everyMs: 10_000,
  /** A session that nobody holds is looked at this often, while it should be connected. */
  unheldMs: 30_000,
  /** Sessions judged in one round. */
  sessionsAtOnce: 2_500,
  /** What is counted of each; more is as bad. */
  countAtMost: 10_000,
  /** A connection that is gone for less is no news; one that is gone for longer is bad. */
  dropMs: 10_000,
  badDropMs: 120_000,
  /** Connections broken within an hour, and pushed out by another program within an hour. */
  drops: 5,
  /** Kept out by another program for longer than one reconnect takes, even if only once. */
  pushedOutMs: 15_000,
  replacements: 2,
  /** A message that WhatsApp didn't confirm within this time. */
  unconfirmedMs: 20_000,
  /** Failed messages of this hour and the last: so many, and such a share. */
  failures: 5,
  failureShare: 0.2,
  /** A message that waits this long in the outbox of a session that has been connected as long. */
  outboxMs: 600_000,
  /** A content that the phone owes this long, and what can't be read for this long. */
  phoneMs: 300_000,
  undecryptableMs: 60_000,
  /** A message that isn't in the inbox this long after it came; it's bad after the second time. */
  behindMs: 30_000,
  badBehindMs: 120_000,
  /** The score moved by this much is an entry of the history. */
  scoreStep: 10,
  /** How long a cause stands before somebody is alerted, where that isn't at once. */
  alertAfterMs: {
    disconnected: 120_000,
    silent: 60_000,
    sends_unconfirmed: 60_000,
    outbox_waiting: 300_000,
    waiting_for_phone: 300_000,
    undecryptable: 300_000,
    inbox_behind: 60_000,
  },
  /** How long a cause stays away before its alert is over. */
  resolveAfterMs: 600_000,
  /** A connection on which nothing at all was heard for this long; Baileys pings every 25 s, and mostly ends it first. */
  nothingHeardMs: 60_000,
  /** A connection on which nothing but answers to pings was heard for this long is asked something. */
  quietMs: 120_000,
  /** How long WhatsApp may take to answer that: then it's made anew. */
  answerMs: 20_000,
  /** A connection is made anew for unconfirmed messages this often at most. */
  silenceAgainMs: 600_000,
  /** How long WhatsApp may take to say what waits, and to hand over the next piece of it. */
  announceMs: 10_000,
  catchUpMs: 60_000,
  /** Below this a gap in which nothing came is no news. */
  gapNewsMs: 60_000,
} as const;
