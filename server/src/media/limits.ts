const MIB = 1_048_576;

/** Every limit of files. Times are milliseconds, sizes bytes. */
export const MEDIA_LIMITS = {
  /** A file that is uploaded, and one that is fetched from WhatsApp. */
  fileBytes: 100 * MIB,
  /** What WhatsApp takes of each kind; as a document a file may have all of `fileBytes`. */
  kindBytes: {
    image: 16 * MIB,
    video: 64 * MIB,
    audio: 16 * MIB,
    voice: 16 * MIB,
    sticker: MIB,
    document: 100 * MIB,
  },
  /** An upload must have arrived by then. */
  uploadMs: 10 * 60_000,
  /** Uploads to this process at once; beyond it 503. */
  uploadsAtOnce: 32,
  fileNameLength: 255,
  mimeTypeLength: 100,
  /** Bytes of the JPEG that stands in for a picture until it is loaded; a larger one is left out. */
  thumbnailBytes: 2_048,
  /** A picture with more pixels gets none. */
  thumbnailPixels: 50_000_000,
  /** Bytes at the beginning, and at the end, of a file by which its type and measures are told. */
  sniffBytes: 131_072,

  /** A signed link holds for at least `linkMs`; all that are made within `linkStepMs` are the same, for caches. */
  linkMs: 10 * 60_000,
  linkStepMs: 5 * 60_000,

  /** Files fetched at once by one gateway, and how often it looks for some without being woken. */
  fetchesAtOnce: 4,
  fetchSweepMs: 5_000,
  /** Who fetches a file has it for so long, and renews that this often; a dead one's files are taken up after it. */
  fetchLeaseMs: 20_000,
  fetchLeaseRenewalMs: 5_000,
  /** No byte came for so long. */
  fetchStallMs: 30_000,
  /** Attempts before a file is given up, with pauses that double from the first to the longest. */
  fetchAttempts: 12,
  fetchRetryMs: 1_000,
  fetchRetryMostMs: 30 * 60_000,
  /** How long the phone may take to say where it has uploaded a file anew. */
  reuploadMs: 30_000,

  /** Files uploaded to WhatsApp at once by one gateway, and how long one may take. */
  sendsAtOnce: 4,
  sendUploadMs: 5 * 60_000,
  /** What was left of broken downloads and uploads is cleared away when it is this old. */
  leftoverMs: 60 * 60_000,
} as const;
