import { Client } from 'pg';
import pino from 'pino';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { databaseOfThisTest, testAccount, type TestDatabase } from '../../test/harness.ts';
import { inAccount } from '../db/database.ts';
import { newId } from '../db/ids.ts';
import { MediaLinks } from '../media/media-links.ts';
import { EventBus } from './event-bus.ts';
import type { NumberedEvent } from './numbered-event.ts';
import { readEventRange, readEvents } from './read-events.ts';
import { recordEvent } from './record-event.ts';
import { Relay } from './relay.ts';

const log = pino({ level: 'silent' });
const links = new MediaLinks(Buffer.alloc(32));
let db: TestDatabase;
let account: string;
beforeEach(async () => {
  db = await databaseOfThisTest();
  account = await testAccount(db);
});

/** A relay that polls seldom, so that a test which needs a signal would time out without it. */
function startRelay(options: { bus?: EventBus; pollMs?: number } = {}): EventBus {
  const bus = options.bus ?? new EventBus();
  const relay = new Relay({
    connection: db.app,
    bus,
    links,
    log,
    limits: { relayPollMs: options.pollMs ?? 60_000, relayLockRetryMs: 50, relayReconnectMaxMs: 100 },
  });
  relay.start();
  onTestFinished(() => relay.stop());
  return bus;
}

async function makeContact(accountId = account): Promise<string> {
  const id = newId();
  await db.asOwner('insert into contacts (account_id, id, name) values ($1, $2, $3)', [
    accountId,
    id,
    'Rita',
  ]);
  return id;
}

async function record(contactId: string, accountId = account): Promise<void> {
  await inAccount(db.database, accountId, (tx) =>
    recordEvent(tx, { type: 'contact.updated', subjectId: contactId }),
  );
}

/** Collects what the bus tells of an account; `count` resolves once that many events came. */
function listen(bus: EventBus, accountId = account) {
  const events: NumberedEvent[] = [];
  let wake: () => void = Boolean;
  let head = 0;
  const stop = bus.subscribe(accountId, {
    onEvents(more) {
      events.push(...more);
      head = Math.max(head, more.at(-1)?.seq ?? 0);
      wake();
    },
    onHead(seq) {
      head = Math.max(head, seq);
      wake();
    },
    onEphemeral: () => undefined,
  });
  onTestFinished(stop);
  const until = async (done: () => boolean): Promise<void> => {
    while (!done()) await new Promise<void>((resolve) => (wake = resolve));
  };
  return {
    events,
    count: (n: number) => until(() => events.length >= n),
    reach: (seq: number) => until(() => head >= seq),
  };
}

const seqs = (events: readonly NumberedEvent[]): number[] => events.map((event) => event.seq);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('the relay', () => {
  test('numbers per account from one, without gaps, in the order written, and tells the snapshot', async () => {
    const other = await testAccount(db);
    const mine = await Promise.all([makeContact(), makeContact(), makeContact()]);
    const theirs = await makeContact(other);
    const bus = startRelay();
    const here = listen(bus);
    const there = listen(bus, other);
    for (const id of mine) {
      await record(id);
      await record(theirs, other);
    }
    await Promise.all([here.count(3), there.count(3)]);
    expect(seqs(here.events)).toEqual([1, 2, 3]);
    expect(here.events.map((event) => event.row.data?.id)).toEqual(mine);
    expect(seqs(there.events)).toEqual([1, 2, 3]);
    expect(there.events.every((event) => event.row.account_id === other)).toBe(true);
  });

  test('an event whose transaction is open comes after it commits, and never lets a later one of the same row pass', async () => {
    const contact = await makeContact();
    const bus = startRelay();
    const heard = listen(bus);
    const slow = new Client(db.owner);
    await slow.connect();
    onTestFinished(() => slow.end());
    await slow.query('begin');
    await slow.query('update contacts set name = $2 where id = $1', [contact, 'first']);
    await slow.query(
      `insert into events (account_id, type, data) values ($1, 'contact.updated', '{"by": "slow"}')`,
      [account],
    );
    // This one waits for the row's lock, so it writes later although both run at once.
    const waiting = inAccount(db.database, account, async (tx) => {
      await tx.query('update contacts set name = $2 where id = $1', [contact, 'second']);
      await recordEvent(tx, { type: 'contact.updated', subjectId: contact });
    });
    await slow.query('commit');
    await waiting;
    await heard.count(2);
    expect(heard.events.map((event) => event.row.data?.by ?? event.row.data?.name)).toEqual([
      'slow',
      'second',
    ]);
  });

  test('keeps numbers gap-free and unique while many write at once and its connection is killed', async () => {
    const contacts = await Promise.all(Array.from({ length: 8 }, () => makeContact()));
    const bus = startRelay({ pollMs: 20 });
    const heard = listen(bus);
    const storm = { goesOn: true };
    const killer = (async () => {
      for (let times = 0; storm.goesOn; times += 1) {
        await db.asOwner(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where application_name = 'metahub relay' and datname = current_database()`,
        );
        await record(contacts[times % contacts.length]!);
      }
      return undefined;
    })();
    await Promise.all(
      contacts.map(async (contact) => {
        for (let turn = 0; turn < 25; turn += 1) await record(contact);
      }),
    );
    storm.goesOn = false;
    await killer;
    const [{ total }] = (await db.asOwner<{ total: number }>(
      'select count(*)::int as total from events',
    )) as [{ total: number }];
    await heard.reach(total);
    const rows = await inAccount(db.database, account, (tx) =>
      readEvents(tx, { after: 0, limit: 10_000, currentHolders: false }),
    );
    expect(rows.map((row) => row.seq)).toEqual(upTo(total));
    // What was told live is in order and never twice; what is missing was announced.
    const told = seqs(heard.events);
    expect(told).toEqual([...new Set(told)].toSorted((a, b) => a - b));
  });

  test('numbers what was committed while no relay ran, and goes on after the newest when older ones are forgotten', async () => {
    const contact = await makeContact();
    for (let turn = 0; turn < 3; turn += 1) await record(contact);
    const bus = startRelay();
    const heard = listen(bus);
    await record(contact);
    await heard.reach(4);
    await db.asOwner(`update events set created_at = now() - interval '40 days'`);
    await db.database.crossing('retain_events', [new Date(Date.now() - 30 * 86_400_000), 1_000]);
    expect(await inAccount(db.database, account, readEventRange)).toEqual({ newest: 4, oldest: 4 });
    await record(contact);
    await heard.reach(5);
  });

  test('of two processes one numbers and the other follows; when the first ends the second takes over', async () => {
    const contact = await makeContact();
    const first = new Relay({ connection: db.app, bus: new EventBus(), links, log });
    first.start();
    await record(contact);
    const bus = startRelay({ pollMs: 50 });
    const heard = listen(bus);
    await heard.reach(1);
    await record(contact);
    await heard.reach(2);
    await first.stop();
    await record(contact);
    await record(contact);
    await heard.reach(4);
    const rows = await inAccount(db.database, account, (tx) =>
      readEvents(tx, { after: 0, limit: 10, currentHolders: false }),
    );
    expect(rows.map((row) => row.seq)).toEqual([1, 2, 3, 4]);
  });

  test('complains once about a database that cannot be reached, keeps trying, and stops all the same', async () => {
    const warnings: unknown[] = [];
    let attempts = 0;
    const complained = Promise.withResolvers<void>();
    const relay = new Relay({
      connection: {
        ...db.app,
        get host() {
          attempts += 1;
          if (attempts === 5) complained.resolve();
          return '/nonexistent';
        },
      },
      bus: new EventBus(),
      links,
      log: { info: () => undefined, warn: (warning: unknown) => void warnings.push(warning) } as never,
      limits: { relayReconnectMinMs: 1, relayReconnectMaxMs: 2 },
    });
    relay.start();
    await complained.promise;
    await relay.stop();
    expect(warnings).toHaveLength(1);
  });
});
