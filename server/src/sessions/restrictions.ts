import type { WASocket } from './baileys.ts';

/** What WhatsApp keeps a number from; both concern new chats alone. */
export type RestrictionCode = 'reach_out_limited' | 'new_chat_quota';

/** As it is stored with the session; `until` null: it wasn't said. */
export interface StoredRestriction {
  code: RestrictionCode;
  until: string | null;
}

/** What WhatsApp says of a restriction: until when it holds, or that it's lifted. */
export interface RestrictionNews {
  code: RestrictionCode;
  holds: boolean;
  until: Date | null;
}

/** The restrictions of one session, as far as WhatsApp has told. */
export class Restrictions {
  #list: StoredRestriction[] = [];

  get list(): StoredRestriction[] {
    return this.#list;
  }

  set list(list: StoredRestriction[]) {
    this.#list = list;
  }

  /**
   * Whether a chat that nobody has written in isn't even tried now. Where WhatsApp doesn't say until when, it isn't sure to
   * tell of the end either: then it's tried, and WhatsApp refuses it or not.
   */
  get closeNewChats(): boolean {
    return this.#list.some((restriction) => restriction.until !== null && isInForce(restriction));
  }

  /** Answers whether anything is different now. */
  hear(news: RestrictionNews): boolean {
    const others = this.#list.filter(({ code }) => code !== news.code);
    const next = news.holds
      ? [...others, { code: news.code, until: news.until?.toISOString() ?? null }]
      : others;
    const changed = JSON.stringify(next) !== JSON.stringify(this.#list);
    this.#list = next;
    return changed;
  }
}

/** One whose time is over is as good as lifted, also where WhatsApp doesn't say so. */
export function isInForce({ until }: { until: string | null }): boolean {
  return until === null || new Date(until) > new Date();
}

/** Tells what WhatsApp says of restrictions, when asked now and whenever it changes. */
export function listenForRestrictions(socket: WASocket, tell: (news: RestrictionNews) => void): void {
  socket.ev.on('connection.update', ({ connection, reachoutTimeLock: lock }) => {
    if (lock) {
      const until = lock.timeEnforcementEnds ?? null;
      tell({ code: 'reach_out_limited', holds: lock.isActive ?? false, until });
    }
    // What began or ended while nobody was connected. It isn't worth an error: what is in force shows with the next 463.
    if (connection === 'open') {
      socket.fetchAccountReachoutTimelock().catch(() => {});
      socket.fetchNewChatMessageCap().then(hearQuota, () => {});
    }
  });
  socket.ev.on('message-capping.update', hearQuota);

  function hearQuota(quota: { capping_status?: string; cycle_end_timestamp?: string } | undefined): void {
    const ends = Number(quota?.cycle_end_timestamp);
    const until = ends > 0 ? new Date(ends * 1_000) : null;
    tell({ code: 'new_chat_quota', holds: quota?.capping_status === 'CAPPED', until });
  }
}
