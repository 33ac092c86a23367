/**
 * Every limit of the API and of what it stands on; the gateway's are in sessions/limits.ts. Times are in
 * milliseconds unless the name says otherwise. What an operator may change is a setting (config.ts) instead.
 */
export const LIMITS = {
  http: {
    /** Bytes of a request's body. */
    bodyBytes: 1_048_576,
    /** The whole request must have arrived by then. */
    requestMs: 30_000,
    /** Headers of a request, together. */
    headerBytes: 16_384,
    /** An idle kept-alive connection is closed after this. */
    keepAliveMs: 72_000,
    connections: 10_000,
    /** Invalid fields named in one problem. */
    fieldErrors: 20,
    pathParameterLength: 100,
    /** How long a stop waits for requests that are being answered. */
    drainMs: 10_000,
  },
  rates: {
    /** The window of every rate. */
    windowMs: 60_000,
    /** Requests per window and credential. */
    requests: { user: 1_200, embed: 600, api_key: 60_000 },
    /** Requests per window and address without a good credential. */
    anonymous: 300,
    /** Sockets opened per window and address: an office behind one address comes back at once after a restart. */
    sockets: 6_000,
    /** Files fetched by signed link, per window and address. */
    media: 12_000,
    /** Questions of the proxy in front for certificates, per window and address: it asks for every unknown host. */
    certificates: 6_000,
    /** Checks of an own domain's records, per window and account. */
    domainChecks: 20,
    /** Failed attempts to sign in, per window: with one e-mail from one address, and from one address altogether. */
    signIn: { addressAndEmail: 10, address: 60 },
    /** Letters with a link for a new password, per window and person. */
    resetLetters: 2,
    /** Credentials and addresses that are counted at once. */
    counted: 50_000,
  },
  database: {
    connections: 20,
    connectionWaitMs: 5_000,
    statementMs: 30_000,
    /** Retry-After of the problem that says the database does not answer, in seconds. */
    retryAfterSeconds: 2,
    /** Data keys of accounts kept in memory. */
    dataKeys: 10_000,
  },
  access: {
    accessTokenSeconds: 15 * 60,
    /** A sign-in ends when it was not refreshed for this long. */
    signInSeconds: 30 * 24 * 3600,
    /** Characters of a password. */
    passwordLength: 10,
    recoveryCodes: 10,
    invitationSeconds: 7 * 24 * 3600,
    resetSeconds: 3600,
    embedTokenSeconds: 10 * 60,
    embedSessionSeconds: 12 * 3600,
    /** A signing key signs for this long, and is known for a day more. */
    signingKeySeconds: 30 * 24 * 3600,
    signingKeyOverlapSeconds: 24 * 3600,
    /** Tokens whose signature was checked and is not checked again. */
    verifiedTokens: 10_000,
    /** API keys looked up in one statement, and statements at once. */
    keyLookups: { batch: 200, inFlight: 2 },
    /** `lastUsedAt` of keys is written this often. */
    lastUsedMs: 60_000,
    /** Memberships of one person in an answer. */
    memberships: 1_000,
  },
  accounts: {
    /** Clients of one agency. */
    clients: 10_000,
    /** How often deleted accounts are looked for, rows erased in one statement, and how long the last one may take. */
    eraseEveryMs: 5 * 60_000,
    eraseBatch: 5_000,
    eraseStatementMs: 10 * 60_000,
  },
  audit: {
    /** Refusals of one kind within this time are one entry with a count. */
    gatherMs: 1_000,
    /** Kinds of refusals gathered at once, and entries written in one statement. */
    gathered: 1_000,
    batch: 100,
    /** A member's reads of one conversation that is another's are told of once in this time. */
    readAgainMs: 30 * 60_000,
    /** Reads, and keys with their addresses, that this process remembers to have told of. */
    remembered: 20_000,
    /** Entries read in one statement by a verification or an export. */
    page: 2_000,
    /** Accounts whose old entries are removed in one statement. */
    retainedAccounts: 50,
  },
  idempotency: {
    keyLength: 255,
    /** A twin waits this long for the first to finish. */
    waitMs: 10_000,
  },
  retention: {
    /** Rows forgotten in one statement, and statements of one run. */
    batch: 1_000,
    batches: 500,
    everyMs: 15 * 60_000,
    /** Uploads that were not sent for so long are forgotten, so many in one run. */
    unusedUploadDays: 7,
    unusedUploads: 500,
    /** Sign-ins and embed sessions are kept this long after their end. */
    endedAccessDays: 7,
  },
  branding: {
    /** Bytes of a picture that is uploaded, and pixels of it. */
    logoBytes: 1_048_576,
    logoPixels: 25_000_000,
    /** What is kept of it, in pixels. */
    logoSize: { width: 1_024, height: 512 },
    faviconSize: 256,
    /** Elements of a drawing, and how deep they stand in each other. */
    svgElements: 5_000,
    svgDepth: 64,
  },
  outgoing: {
    /** Characters of an address that somebody chose. */
    addressLength: 2_048,
    /** Headers of an answer, together. */
    headerBytes: 32_768,
    /** One look-up of a name. */
    lookupMs: 5_000,
  },
  jobs: {
    /** How long a stop waits for the job that is being done. */
    closeMs: 5_000,
  },
  page: { default: 50, most: 200 },
} as const;
