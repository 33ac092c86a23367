import type { Caller } from '../access/caller.ts';
import type { Application } from '../application.ts';
import { inAccount, type Transaction } from '../db/database.ts';
import { Problem } from '../http/problem.ts';
import type { AccountRow } from './present.ts';

const NOUNS = { sessions: 'numbers', members: 'members', mediaBytes: 'bytes of files' } as const;

/**
 * Throws 409 `limit_reached` when the transaction's account has no room for `more`. The account's row is locked, so that
 * two at the same moment don't share the last place.
 */
export async function demandRoom(
  tx: Transaction,
  wanted: { of: keyof typeof NOUNS; more: number },
): Promise<void> {
  const [account] = await tx.query<{ limits: AccountRow['limits'] }>(
    'select limits from accounts where id = $1',
    [tx.accountId],
  );
  const most = account?.limits[wanted.of] ?? null;
  if (most === null) return;
  await tx.query('select 1 from accounts where id = $1 for no key update', [tx.accountId]);
  const used = await countUsed(tx, wanted.of);
  if (used + wanted.more <= most) return;
  throw new Problem({
    status: 409,
    code: 'limit_reached',
    detail: `This account may have ${most} ${NOUNS[wanted.of]}, and has ${used}. Its agency can raise the limit.`,
  });
}

async function countUsed(tx: Transaction, of: keyof typeof NOUNS): Promise<number> {
  const count = {
    sessions: `select count(*) as used from sessions where account_id = $1 and status <> 'removed'`,
    members: `select count(*) as used from members where account_id = $1 and status = 'active'`,
    mediaBytes: `select coalesce(sum(size), 0)::bigint as used
      from (select distinct on (sha256) size from media where account_id = $1 and state = 'stored' order by sha256) f`,
  };
  const [row] = await tx.query<{ used: number }>(count[of], [tx.accountId]);
  return row!.used;
}

/**
 * Counts a message on the account's day. Throws 409 `limit_reached` when the day is full; the answer takes the count
 * back, for a message that was not accepted after all. Accounts without a limit cost nothing.
 */
export async function countMessage(
  app: Pick<Application, 'database'>,
  caller: Pick<Caller, 'accountId' | 'messagesPerDay'>,
): Promise<() => Promise<void>> {
  const { accountId, messagesPerDay: most } = caller;
  if (most === null) return async () => {};
  const counted = await inAccount(app.database, accountId, async (tx) => {
    const [row] = await tx.query<{ day: string }>(
      `insert into account_days as d (account_id, day, messages)
       select a.id, (now() at time zone a.time_zone)::date, 1 from accounts a where a.id = $1 and $2 > 0
       on conflict (account_id, day) do update set messages = d.messages + 1 where d.messages < $2
       returning day::text`,
      [accountId, most],
    );
    const [rest] = row
      ? []
      : await tx.query<{ seconds: number }>(
          `select ceil(extract(epoch from date_trunc('day', now(), time_zone) + interval '1 day' - now()))::integer as seconds
           from accounts where id = $1`,
          [accountId],
        );
    return { day: row?.day, seconds: rest?.seconds ?? 3600 };
  });
  if (counted.day === undefined)
    throw new Problem({
      status: 409,
      code: 'limit_reached',
      detail: `This account may send ${most} messages a day, and today's are used up. It goes on at midnight.`,
      headers: { 'retry-after': String(counted.seconds) },
    });
  return async () => {
    await inAccount(app.database, accountId, (tx) =>
      tx.query(
        `update account_days set messages = messages - 1 where account_id = $1 and day = $2 and messages > 0`,
        [accountId, counted.day],
      ),
    );
  };
}
