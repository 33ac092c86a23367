import type { SignalAuthState, SignalDataSet, SignalRepositoryWithLIDStore } from '@whiskeysockets/baileys';
import type { JournalEntryInput, KeyChange, KeyVault } from './key-vault.ts';
import { breathe } from './breath.ts';
import { sessionLimits } from './limits.ts';
import { readableSenderKey } from './sender-keys.ts';

type MakeRepository = (
  auth: SignalAuthState,
  logger: Parameters<
    typeof import('@whiskeysockets/baileys').DEFAULT_CONNECTION_CONFIG.makeSignalRepository
  >[1],
  pnToLid?: Parameters<
    typeof import('@whiskeysockets/baileys').DEFAULT_CONNECTION_CONFIG.makeSignalRepository
  >[2],
) => SignalRepositoryWithLIDStore;

/** The kinds that one Signal operation changes as a whole, or not at all. */
const signalKinds = new Set(['session', 'identity-key', 'pre-key', 'sender-key']);

/** Runs one piece of work after the other. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => {});
    return mine;
  }
}

/** Which stanza a ciphertext came in, and what the journal already has for a stanza that came before. */
export interface InboundLedger {
  /** The journal entries for a decrypted piece of a stanza; none for pieces that aren't messages by themselves. */
  entriesFor(ciphertext: Uint8Array, padded: Uint8Array): JournalEntryInput[];
  /** The padded plaintext of a stanza that was journalled in an earlier delivery; undefined if it wasn't. */
  recall(ciphertext: Uint8Array): Promise<Uint8Array | undefined>;
  /** The journal entry for a piece that can't be decrypted; undefined for what isn't a message by itself. */
  undecryptable(ciphertext: Uint8Array): JournalEntryInput | undefined;
}

/**
 * Baileys' own Signal repository, with two differences.
 *
 * A decrypted message is handed to the vault together with the keys that decrypting it changed, and both are
 * stored in one statement; the receipt that Baileys sends next waits for that at the wire (see WireGate). A
 * message that comes again because we died in between can't be decrypted twice; it's answered from the journal.
 *
 * Operations take turns, and each works on its own copy of the keys: Baileys finds the transaction of a key by
 * AsyncLocalStorage, which libsignal's process-wide queue (one per address, shared by all sessions) hands on to
 * the wrong one when two sessions talk to the same person, and a message that is sent can overwrite the keys of
 * one that's received meanwhile.
 */
export function makeStoredRepository(options: {
  makeRepository: MakeRepository;
  creds: SignalAuthState['creds'];
  vault: KeyVault;
  ledger: InboundLedger;
  logger: Parameters<MakeRepository>[1];
  pnToLid: Parameters<MakeRepository>[2];
  turns: Turns;
  /** A message could not be decrypted, and wasn't one that came before. */
  onUndecryptable?: () => void;
}): SignalRepositoryWithLIDStore {
  const { vault, ledger, turns } = options;
  let unit: Map<string, KeyChange> | undefined;

  const keys = {
    async get(kind: string, ids: string[]): Promise<Record<string, unknown>> {
      const found: Record<string, unknown> = {};
      const rest: string[] = [];
      for (const id of ids) {
        const change = signalKinds.has(kind) ? unit?.get(`${kind} ${id}`) : undefined;
        if (!change) rest.push(id);
        else if (change.value !== null) found[id] = change.value;
      }
      return rest.length === 0 ? found : Object.assign(found, await vault.read(kind, rest));
    },
    async set(data: SignalDataSet): Promise<void> {
      const changes = listChanges(data).map(readable);
      const own = unit;
      if (own) {
        for (const change of changes) {
          if (signalKinds.has(change.kind)) own.set(`${change.kind} ${change.id}`, change);
        }
      }
      const rest = own ? changes.filter((change) => !signalKinds.has(change.kind)) : changes;
      // What isn't Signal state (which number has which LID) is stored with, and never after, what follows it.
      if (rest.length > 0) vault.commit(rest).catch(() => {});
    },
    isInTransaction: () => unit !== undefined,
    transaction: <T>(work: () => Promise<T>): Promise<T> => work(),
  };

  const inner = options.makeRepository(
    { creds: options.creds, keys: keys as SignalAuthState['keys'] },
    options.logger,
    options.pnToLid,
  );

  /** One operation: its changes are handed to the vault when it succeeds, and forgotten when it fails. */
  function operate<T>(work: () => Promise<T>, journal?: (result: T) => JournalEntryInput[]): Promise<T> {
    return turns.take(async () => {
      // A thousand sessions at once, for a large group, are made in a row that never waits for anything.
      await breathe(sessionLimits.turnMs);
      unit = new Map();
      try {
        const result = await work();
        const entries = journal?.(result) ?? [];
        if (unit.size > 0 || entries.length > 0) vault.commit(unit.values(), ...entries).catch(() => {});
        return result;
      } finally {
        unit = undefined;
      }
    });
  }

  async function decrypt(ciphertext: Uint8Array, work: () => Promise<Uint8Array>): Promise<Uint8Array> {
    // A database that's slower than the network must not let the memory grow.
    if (vault.unstoredCount >= sessionLimits.unstoredMessages) await vault.settled();
    try {
      return await operate(work, (padded) => ledger.entriesFor(ciphertext, padded));
    } catch (error) {
      const before = await ledger.recall(ciphertext);
      if (before) return before;
      const entry = ledger.undecryptable(ciphertext);
      // Baileys asks its author for it again and refuses this copy, which WhatsApp then forgets.
      if (entry) vault.commit([], entry).catch(() => {});
      options.onUndecryptable?.();
      throw error;
    }
  }

  return {
    decryptMessage: (message) => decrypt(message.ciphertext, () => inner.decryptMessage(message)),
    decryptGroupMessage: (message) => decrypt(message.msg, () => inner.decryptGroupMessage(message)),
    processSenderKeyDistributionMessage: (item) =>
      operate(() => inner.processSenderKeyDistributionMessage(item)),
    encryptMessage: (message) => operate(() => inner.encryptMessage(message)),
    encryptGroupMessage: (message) => operate(() => inner.encryptGroupMessage(message)),
    getSenderKeyDistributionMessage: (item) => operate(() => inner.getSenderKeyDistributionMessage(item)),
    hasSenderKey: (item) => operate(() => inner.hasSenderKey(item)),
    getSessionInfo: (jid) => operate(() => inner.getSessionInfo(jid)),
    injectE2ESession: (session) => operate(() => inner.injectE2ESession(session)),
    validateSession: (jid) => operate(() => inner.validateSession(jid)),
    deleteSession: (jids) => operate(() => inner.deleteSession(jids)),
    migrateSession: (from, to) => operate(() => inner.migrateSession(from, to)),
    jidToSignalProtocolAddress: (jid) => inner.jidToSignalProtocolAddress(jid),
    lidMapping: inner.lidMapping,
    close: () => inner.close?.(),
  };
}

/** The entries of Baileys' change set, one by one. */
export function listChanges(data: SignalDataSet): KeyChange[] {
  const changes: KeyChange[] = [];
  for (const [kind, entries] of Object.entries(data)) {
    for (const [id, value] of Object.entries(entries ?? {})) changes.push({ kind, id, value: value ?? null });
  }
  return changes;
}

function readable(change: KeyChange): KeyChange {
  if (change.kind !== 'sender-key' || !(change.value instanceof Uint8Array)) return change;
  return { ...change, value: readableSenderKey(change.value) };
}
