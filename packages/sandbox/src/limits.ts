/**
 * Every limit of the sandbox, in one place. Sizes are bytes, times are milliseconds unless the name says
 * otherwise. Where WhatsApp is known to have the same limit, the comment says so.
 */
export const limits = {
  /** Longest frame a client may send; the length field has three bytes. */
  frameBytes: 0xffffff,
  /** A client that has not finished the Noise handshake by then is dropped. */
  handshakeMs: 20_000,
  /** Sockets open at the same time. */
  connections: 2_000,
  /** How long a scanned client may take to sign its identity. */
  pairingAnswerMs: 15_000,
  /** QR references sent at once, and how long the first and the others live (as Baileys shows them). */
  qrReferences: 6,
  qrFirstMs: 60_000,
  qrNextMs: 20_000,
  /** Extra time a reference stays valid after the client should have replaced it. */
  qrGraceMs: 10_000,
  /** Companion devices per phone; WhatsApp allows four. */
  companionsPerPhone: 4,
  phones: 10_000,
  /** One-time pre-keys: upload size, kept per companion, and minted ahead by a phone. */
  preKeysPerUpload: 1_000,
  preKeysPerCompanion: 5_000,
  mintedPreKeysPerPhone: 2_000,
  /** Below this stock the network asks the companion for more (Baileys uploads below five). */
  preKeysLow: 5,
  /** Stanzas waiting for one companion. */
  queuedStanzas: 200_000,
  /** Pause handing over while this much waits in the socket. */
  socketBufferBytes: 4 * 1024 * 1024,
  /** Ids in one receipt. */
  idsPerReceipt: 256,
  /** How often one phone asks for the same message again, and answers such a request. */
  retriesPerMessage: 5,
  /** Messages kept in one chat of a phone, and rows of the ledger. */
  messagesPerChat: 20_000,
  ledgerRows: 200_000,
  /** Stanzas remembered for `GET /stanzas`, per phone, and the longest binary content shown there. */
  stanzasPerPhone: 200,
  stanzaContentBytes: 256,
  /** Kinds of unknown stanzas remembered by name; all are counted. */
  unknownStanzaKinds: 100,
  /** Text of one message, in UTF-16 units (WhatsApp's own limit is 65,536 characters). */
  textLength: 65_536,
  nameLength: 100,
  messageIdLength: 128,
  /** One file on the media host (WhatsApp: 16 MB of picture, sound or film, 2 GB of document), and all of them. */
  mediaBytes: 64 * 1024 * 1024,
  mediaTotalBytes: 1024 * 1024 * 1024,
  uploadTokens: 10_000,
  /** Seconds after which a client asks for a new upload token. */
  mediaTokenSeconds: 3_600,
  /** Poll (WhatsApp: 2 to 12 options), list rows and buttons, contact cards, mentions. */
  pollOptions: 12,
  pollOptionLength: 100,
  choices: 10,
  contactCards: 50,
  mentions: 256,
  /** Messages that are no bubbles (reactions, edits), kept by a phone to answer a retry. */
  changesKeptPerPhone: 500,
  /** History: messages of each chat in the first chunk, and of later chunks. */
  historyFirstMessages: 10,
  historyChunkMessages: 500,
  historyChats: 1_000,
  /** Calls remembered; answers that a phone gives by itself; snapshots kept in memory. */
  calls: 1_000,
  replyRules: 50,
  snapshots: 20,
  /** Groups; WhatsApp allows 1,024 members. */
  groups: 1_000,
  groupMembers: 1_024,
  subjectLength: 100,
  /** Control API. */
  bodyBytes: 1024 * 1024,
  /** A body that carries a file in base64. */
  mediaBodyBytes: 96 * 1024 * 1024,
  bulkMessages: 50_000,
  bulkSenders: 5_000,
  bulkChunk: 25,
  listRows: 50_000,
  /** Ids that a fault keeps of the messages that it swallowed. */
  swallowedPerFault: 1_000,
  faults: 1_000,
  eventStreams: 50,
  eventsRemembered: 1_000,
  eventHeartbeatMs: 15_000,
  /** A slow reader of `GET /events` is cut off when this much waits for it. */
  eventBufferBytes: 4 * 1024 * 1024,
  offeredQrLength: 2_000,
} as const;
