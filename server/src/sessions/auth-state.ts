import type {
  AuthenticationCreds,
  AuthenticationState,
  SignalDataSet,
  SignalKeyStore,
} from '@whiskeysockets/baileys';
import type { Baileys } from './baileys.ts';
import type { KeyVault } from './key-vault.ts';
import { listChanges, type Turns } from './signal-repository.ts';

/** Where the highest pre-key id ever made is kept, written with the pre-keys themselves. */
const preKeyMark = { kind: 'pre-key-mark', id: '' };
const credentials = { kind: 'creds', id: '' };

/** A session's authentication state on a vault. */
export interface StoredAuthState {
  state: AuthenticationState;
  /** Stores the credentials as they are now; resolves when that's done. */
  saveCredentials(): Promise<void>;
}

/**
 * Loads the credentials and keys of a session, or makes new credentials for one that has none.
 *
 * Baileys saves credentials by an event that nobody awaits, but uploads pre-keys at once: killed in between, the
 * next upload would give the same ids to other keys while the network still hands out the first ones. So the
 * highest id is stored with the keys, and the next one never lies below it.
 */
export async function loadAuthState(options: {
  baileys: Baileys;
  vault: KeyVault;
  turns: Turns;
}): Promise<StoredAuthState> {
  const { baileys, vault, turns } = options;
  const stored = (await vault.read(credentials.kind, [credentials.id]))[credentials.id];
  let creds = (stored as AuthenticationCreds | undefined) ?? baileys.initAuthCreds();
  // Half-way through a pairing by code: logging in with it would be refused, and the link called over.
  if (creds.me && !creds.account) creds = baileys.initAuthCreds();
  const mark = Number((await vault.read(preKeyMark.kind, [preKeyMark.id]))[preKeyMark.id] ?? 0);
  if (mark >= creds.nextPreKeyId) {
    creds.nextPreKeyId = mark + 1;
    creds.firstUnuploadedPreKeyId = mark + 1;
  }
  let highest = mark;

  const keys = {
    get: (kind: string, ids: string[]) => vault.read(kind, ids),
    set: async (data: SignalDataSet): Promise<void> => {
      const changes = listChanges(data);
      const newest = Math.max(0, ...changes.filter(isNewPreKey).map((change) => Number(change.id)));
      if (newest > highest) {
        highest = newest;
        changes.push({ ...preKeyMark, value: newest });
      }
      const touchesSessions = changes.some(({ kind }) => kind === 'session' || kind === 'sender-key');
      // Written between the reading and the writing of a running operation, it would be lost.
      await (touchesSessions
        ? turns.take(async () => ({ stored: vault.commit(changes) })).then(({ stored: done }) => done)
        : vault.commit(changes));
    },
  };

  return {
    state: { creds, keys: keys as unknown as SignalKeyStore },
    saveCredentials: () => vault.commit([{ ...credentials, value: { ...creds } }]),
  };
}

function isNewPreKey(change: { kind: string; value: unknown }): boolean {
  return change.kind === 'pre-key' && change.value !== null;
}
