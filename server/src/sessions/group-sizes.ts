import type { WASocket } from './baileys.ts';
import { isSameUser } from './jid.ts';
import { sessionLimits } from './limits.ts';

/** How many others are in the groups of one connection, asked of the network and believed for a while. */
export class GroupSizes {
  readonly #known = new Map<string, { others: number; at: number }>();

  /** Null where the network doesn't say: ticks are then not counted. */
  async othersIn(socket: WASocket, group: string): Promise<number | null> {
    const known = this.#known.get(group);
    if (known && Date.now() - known.at < sessionLimits.groupSizeMs) return known.others;
    try {
      const { participants } = await socket.groupMetadata(group);
      const me = socket.user;
      const others = participants.filter(
        ({ id, lid, phoneNumber }) =>
          ![id, lid, phoneNumber].some((jid) => isSameUser(jid, me?.id) || isSameUser(jid, me?.lid)),
      ).length;
      this.#known.delete(group);
      this.#known.set(group, { others, at: Date.now() });
      const oldest = this.#known.keys().next();
      if (this.#known.size > sessionLimits.groupSizes && !oldest.done) this.#known.delete(oldest.value);
      return others;
    } catch {
      return null;
    }
  }
}
