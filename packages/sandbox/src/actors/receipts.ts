import { limits } from '../limits.ts';
import type { Deliveries } from '../connection/deliveries.ts';
import type { BinaryNode } from '../connection/stanza.ts';
import type { Account } from '../world/account.ts';
import { accountJid, type Addressing } from '../world/addresses.ts';
import type { EventHub } from '../world/events.ts';
import { isCrowd } from '../world/groups.ts';
import type { LedgerRow } from '../world/ledger.ts';
import { isAdvance } from '../world/messages.ts';
import type { World } from '../world/world.ts';

/** What readers report. */
type ReportedStatus = 'delivered' | 'read' | 'played';

interface WaitingReceipt {
  due: number;
  reader: string;
  key: string;
}

/** Carries ticks back to authors: to their phone's screen and to all their companions. */
export class Receipts {
  readonly #world: World;
  readonly #deliveries: Deliveries;
  readonly #events: EventHub;
  readonly #delayMs: number;
  #waiting: WaitingReceipt[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param options.delayMs how long a phone takes to say that a message was delivered */
  constructor(options: { world: World; deliveries: Deliveries; events: EventHub; delayMs: number }) {
    this.#world = options.world;
    this.#deliveries = options.deliveries;
    this.#events = options.events;
    this.#delayMs = options.delayMs;
  }

  /** A phone showed a message: after the delay it says so. */
  deliveredSoon(reader: Account, key: string): void {
    this.#waiting.push({ due: Date.now() + this.#delayMs, reader: reader.number, key });
    this.#timer ??= setTimeout(() => this.#reportDue(), this.#delayMs);
  }

  /** The reader's devices got or read these messages of one author: the ticks move, and the author hears of it. */
  report(reader: Account, rows: LedgerRow[], status: ReportedStatus): void {
    const crowds = Map.groupBy(
      rows.filter((row) => isCrowd(row.to)),
      (row) => `${row.from}|${row.to}`,
    );
    for (const group of crowds.values()) this.#reportInCrowd(reader, group, status);
    const alone = Map.groupBy(
      rows.filter((row) => !isCrowd(row.to)),
      (row) => row.from,
    );
    for (const group of alone.values()) this.#reportToAuthor(reader, group, status);
  }

  #reportToAuthor(reader: Account, rows: LedgerRow[], status: ReportedStatus): void {
    const news = rows.filter((row) => this.#world.ledger.advance(row, status));
    const author = news[0] && this.#world.find(news[0].from);
    if (!author) return;
    for (const row of news) {
      const bubble = this.#world.chats.bubble(author.number, reader.number, true, row.id);
      if (bubble) this.#world.chats.advance(author.number, reader.number, bubble, status);
      this.#events.emit('message.status', [author.number, reader.number], {
        id: row.id,
        from: author.number,
        status,
      });
    }
    for (const addressing of ['pn', 'lid'] as const) {
      const ids = news.filter((row) => row.addressing === addressing).map((row) => row.id);
      this.#send(author, reader, addressing, ids, status);
    }
  }

  /** In a group each reader's ticks travel by themselves; the bubble turns when all have come so far. */
  #reportInCrowd(reader: Account, rows: LedgerRow[], status: ReportedStatus): void {
    const news = rows.filter((row) => this.#world.ledger.advanceReader(row, reader.number, status));
    const author = news[0] && this.#world.find(news[0].from);
    if (!author) return;
    for (const row of news) {
      const readers = this.#world.groups.find(row.to)?.members.size ?? Number.POSITIVE_INFINITY;
      const soFar = [...row.readers!.values()];
      if (soFar.length >= readers - 1 && soFar.every((one) => one === status || isAdvance(status, one))) {
        this.#world.ledger.advance(row, status);
        const bubble = this.#world.chats.bubble(author.number, row.to, true, row.id);
        if (bubble) this.#world.chats.advance(author.number, row.to, bubble, status);
      }
      this.#events.emit('message.status', [author.number, reader.number], {
        id: row.id,
        from: author.number,
        reader: reader.number,
        status,
      });
    }
    const { to, addressing } = news[0]!;
    this.#sendIds(
      author,
      { from: to, participant: accountJid(reader, addressing) },
      news.map((row) => row.id),
      status,
    );
  }

  /** One device of the owner read a chat: the others learn it. */
  readElsewhere(owner: Account, rows: LedgerRow[], exceptDevice: number): void {
    for (const row of rows) {
      const author = this.#world.find(row.from);
      if (!author || isCrowd(row.to)) continue;
      for (const companion of owner.companions.values()) {
        if (companion.id === exceptDevice) continue;
        this.#deliveries.deliver(companion, {
          ackKey: `receipt:${row.id}:read-self`,
          node: {
            tag: 'receipt',
            attrs: {
              from: accountJid(owner, row.addressing),
              recipient: accountJid(author, row.addressing),
              type: 'read-self',
              id: row.id,
              t: seconds(this.#world.clock.now()),
            },
          },
        });
      }
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #send(
    author: Account,
    reader: Account,
    addressing: Addressing,
    ids: string[],
    status: ReportedStatus,
  ): void {
    this.#sendIds(author, { from: accountJid(reader, addressing) }, ids, status);
  }

  #sendIds(author: Account, address: Record<string, string>, ids: string[], status: ReportedStatus): void {
    const type = status === 'delivered' ? '' : status;
    for (let start = 0; start < ids.length; start += limits.idsPerReceipt) {
      const [first, ...others] = ids.slice(start, start + limits.idsPerReceipt);
      const list: BinaryNode[] = [
        { tag: 'list', attrs: {}, content: others.map((id) => ({ tag: 'item', attrs: { id } })) },
      ];
      const node: BinaryNode = {
        tag: 'receipt',
        attrs: { ...address, id: first!, t: seconds(this.#world.clock.now()), ...(type ? { type } : {}) },
        ...(others.length > 0 ? { content: list } : {}),
      };
      const ackKey = `receipt:${first}:${type}`;
      for (const companion of author.companions.values())
        this.#deliveries.deliver(companion, { node, ackKey });
    }
  }

  #reportDue(): void {
    this.#timer = undefined;
    const now = Date.now();
    const due = this.#waiting.filter((receipt) => receipt.due <= now);
    this.#waiting = this.#waiting.filter((receipt) => receipt.due > now);
    if (this.#waiting[0]) this.#timer = setTimeout(() => this.#reportDue(), this.#waiting[0].due - now);
    const groups = new Map<string, { reader: string; rows: LedgerRow[] }>();
    for (const { reader, key } of due) {
      const row = this.#world.ledger.find(key);
      if (!row) continue;
      const group = groups.get(`${reader}|${row.from}`) ?? { reader, rows: [] };
      group.rows.push(row);
      groups.set(`${reader}|${row.from}`, group);
    }
    for (const group of groups.values()) {
      const reader = this.#world.find(group.reader);
      // A phone acknowledges each message by itself, as real ones do; only "read" comes in lists.
      if (reader) for (const row of group.rows) this.report(reader, [row], 'delivered');
    }
  }
}

/** Unix seconds as an attribute. */
export function seconds(milliseconds: number): string {
  return String(Math.floor(milliseconds / 1000));
}
