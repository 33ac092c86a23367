import { type Baileys, loadBaileys, type WASocket } from './baileys.ts';
import { lidOf, numberOf } from './jid.ts';

/** What the network says of a number: its own spelling of it, and the LID behind it. */
export type ResolvedNumber =
  | { exists: true; number: string; lid: string | null }
  | { exists: false; number: string; lid: null }
  /** It didn't answer. */
  | 'unavailable';

/**
 * Asks the network whether a number in E.164 has WhatsApp. The spelling that it answers is the one to use: a
 * Brazilian mobile may be registered with or without its ninth digit, and no rule knows which.
 */
export async function resolveNumber(socket: WASocket, number: string): Promise<ResolvedNumber> {
  const baileys: Baileys = await loadBaileys();
  const query = new baileys.USyncQuery()
    .withContactProtocol()
    .withLIDProtocol()
    .withUser(new baileys.USyncUser().withPhone(number));
  const answer = await socket.executeUSyncQuery(query).catch(() => undefined);
  if (!answer) return 'unavailable';
  const [entry] = answer.list as Array<{ id: string; contact?: boolean; lid?: string }>;
  if (!entry) return { exists: false, number, lid: null };
  const known = numberOf(entry.id);
  if (!entry.contact || !known) return { exists: false, number, lid: null };
  return { exists: true, number: known, lid: lidOf(entry.lid) ?? null };
}
