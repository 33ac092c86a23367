import { limits } from '../limits.ts';
import type { Store } from '../store/store.ts';
import type { Addressing } from './addresses.ts';
import { isAdvance, type MessageStatus } from './messages.ts';

/** What happened to one message on its way to one device. */
export interface Delivery {
  number: string;
  device: number;
  /** Each time that it was given to the device, milliseconds. */
  handedOver: number[];
  acknowledgedAt: number | null;
  /** How the device acknowledged it: it has it, or it refused it with an error code. */
  acknowledgement: 'receipt' | 'error' | null;
  error: string | null;
  /** How often the device asked for it again. */
  retries: number;
}

/** One message of one author: the judge for lost and doubled. */
export interface LedgerRow {
  seq: number;
  id: string;
  from: string;
  fromDevice: number;
  to: string;
  /** How the author addressed the recipient; receipts come back in the same addressing. */
  addressing: Addressing;
  /** When the network first took it, and how often it was sent in all. */
  acceptedAt: number;
  timesSent: number;
  status: MessageStatus;
  deliveries: Delivery[];
  /** When the recipient's phone showed it; a phone shows an id once however often it comes. */
  shownAt: number | null;
  shownCount: number;
  /** How often it arrived at the recipient's phone, readable. */
  arrivals: number;
  /** Its place among all that the network handed over, by the last time that it was; a clock may jump, this doesn't. */
  handOver?: number;
  /** In a group: how far it came with each reader. */
  readers?: Map<string, MessageStatus>;
}

/** A message's key in the ledger: ids are only unique per author. */
export function ledgerKey(from: string, id: string): string {
  return `${from}:${id}`;
}

/** Keeps the account of every message. Bounded: the oldest rows go first. */
export class Ledger {
  readonly #store: Store;
  readonly #rows = new Map<string, LedgerRow>();
  #next = 1;
  #nextHandOver = 1;

  constructor(store: Store) {
    this.#store = store;
    this.load();
  }

  /** Reads the rows from the store. */
  load(): void {
    this.#rows.clear();
    for (const [, row] of this.#store.load<LedgerRow>('ledger')) {
      this.#rows.set(ledgerKey(row.from, row.id), row);
      this.#next = Math.max(this.#next, row.seq + 1);
      this.#nextHandOver = Math.max(this.#nextHandOver, (row.handOver ?? 0) + 1);
    }
  }

  find(key: string): LedgerRow | undefined {
    return this.#rows.get(key);
  }

  /** All rows in the order of acceptance, or those that a number wrote or received. */
  rows(number?: string): LedgerRow[] {
    const all = [...this.#rows.values()];
    return number ? all.filter((row) => concerns(row, number)) : all;
  }

  /**
   * Writes a message down as taken by the network. The same id from the same author again is the same message:
   * only the number of sendings grows.
   */
  accept(
    message: Pick<LedgerRow, 'id' | 'from' | 'fromDevice' | 'to' | 'addressing'>,
    now: number,
  ): LedgerRow {
    const key = ledgerKey(message.from, message.id);
    const known = this.#rows.get(key);
    if (known) {
      known.timesSent += 1;
      this.#save(known);
      return known;
    }
    const row: LedgerRow = {
      ...message,
      seq: this.#next++,
      acceptedAt: now,
      timesSent: 1,
      status: 'sent',
      deliveries: [],
      shownAt: null,
      shownCount: 0,
      arrivals: 0,
    };
    this.#rows.set(key, row);
    this.#save(row);
    this.#trim();
    return row;
  }

  /** A message is on its way to a device; until that acknowledges it, it counts as waiting. */
  expect(row: LedgerRow, number: string, device: number): void {
    delivery(row, number, device);
    this.#save(row);
  }

  handedOver(row: LedgerRow, number: string, device: number, now: number): void {
    delivery(row, number, device).handedOver.push(now);
    row.handOver = this.#nextHandOver++;
    this.#save(row);
  }

  acknowledged(row: LedgerRow, number: string, device: number, now: number, error: string | null): void {
    const entry = delivery(row, number, device);
    // A refusal that a later delivery makes good is overwritten; a receipt is final.
    if (entry.acknowledgement === 'receipt') return;
    entry.acknowledgedAt = now;
    entry.acknowledgement = error === null ? 'receipt' : 'error';
    entry.error = error;
    this.#save(row);
  }

  retried(row: LedgerRow, number: string, device: number): number {
    const entry = delivery(row, number, device);
    entry.retries += 1;
    this.#save(row);
    return entry.retries;
  }

  /** The recipient's phone has it, readable; `shown` when it made a new bubble of it. */
  arrived(row: LedgerRow, shown: boolean, now: number): void {
    row.arrivals += 1;
    if (shown) {
      row.shownAt ??= now;
      row.shownCount += 1;
    }
    this.#save(row);
  }

  /** Moves the status of one reader in a group forward; false when it already was there. */
  advanceReader(row: LedgerRow, reader: string, status: MessageStatus): boolean {
    row.readers ??= new Map();
    if (!isAdvance(row.readers.get(reader) ?? 'sent', status)) return false;
    row.readers.set(reader, status);
    this.#save(row);
    return true;
  }

  /** Moves the status forward; false when it already was there. */
  advance(row: LedgerRow, status: MessageStatus): boolean {
    if (!isAdvance(row.status, status)) return false;
    row.status = status;
    this.#save(row);
    return true;
  }

  /** Forgets everything. */
  clear(): void {
    for (const row of this.#rows.values()) this.#store.remove('ledger', rowKey(row));
    this.#rows.clear();
  }

  #save(row: LedgerRow): void {
    this.#store.put('ledger', rowKey(row), () => row);
  }

  #trim(): void {
    if (this.#rows.size <= limits.ledgerRows) return;
    const [key, oldest] = this.#rows.entries().next().value!;
    this.#rows.delete(key);
    this.#store.remove('ledger', rowKey(oldest));
  }
}

/** Whether a number wrote a message, or it was for it. */
export function concerns(row: LedgerRow, number: string): boolean {
  if (row.from === number || row.to === number) return true;
  return row.to.includes('@') && row.deliveries.some((entry) => entry.number === number);
}

/** What is known of a message's way to one device. */
export function delivery(row: LedgerRow, number: string, device: number): Delivery {
  let entry = row.deliveries.find((candidate) => candidate.number === number && candidate.device === device);
  if (!entry) {
    entry = {
      number,
      device,
      handedOver: [],
      acknowledgedAt: null,
      acknowledgement: null,
      error: null,
      retries: 0,
    };
    row.deliveries.push(entry);
  }
  return entry;
}

function rowKey(row: LedgerRow): string {
  return String(row.seq).padStart(12, '0');
}
