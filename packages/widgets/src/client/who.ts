import type { MetaHubClient } from './client.ts';
import type { Me } from './contract.ts';

/** The answer, once there is one. */
export interface Asked {
  me: Me | null;
  /** True once it answered or failed. */
  settled: boolean;
  ready: Promise<Me | null>;
}

const asked = new WeakMap<MetaHubClient, Asked>();

/** Asks once per client who is signed in. Null when it cannot be told: lists work without it. */
export function askMe(client: MetaHubClient): Asked {
  const present = asked.get(client);
  if (present) return present;
  const made: Asked = {
    me: null,
    settled: false,
    ready: client
      .getMe()
      .then((me) => (made.me = me))
      .catch(() => {
        // Asked again by whoever needs it next.
        asked.delete(client);
        return null;
      })
      .finally(() => (made.settled = true)),
  };
  asked.set(client, made);
  return made;
}
