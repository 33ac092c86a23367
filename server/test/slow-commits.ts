/** Runs statements as the superuser of a database. */
type Query = (text: string, values?: unknown[]) => Promise<unknown>;

const SLOWED = [
  'sessions',
  'session_keys',
  'journal',
  'messages',
  'conversations',
  'events',
  'media',
  'message_changes',
  'idempotency_records',
];

/**
 * Prepares a database whose commits can be slowed, as on a disk that is overloaded: a deferred trigger runs when a
 * transaction is committed, and waits once in each. Answers what sets how long; 0 ends it.
 */
export async function prepareSlowCommits(query: Query): Promise<(milliseconds: number) => Promise<void>> {
  await query(`
    create schema slowness;
    create table slowness.now (milliseconds integer not null);
    insert into slowness.now values (0);
    create function slowness.wait() returns trigger language plpgsql security definer set search_path = '' as $$
    declare
      wanted integer;
      this_one text := pg_catalog.pg_current_xact_id()::text;
    begin
      if pg_catalog.current_setting('slowness.waited', true) is distinct from this_one then
        perform pg_catalog.set_config('slowness.waited', this_one, true);
        select milliseconds into wanted from slowness.now;
        if wanted > 0 then perform pg_catalog.pg_sleep(wanted / 1000.0); end if;
      end if;
      return null;
    end $$;`);
  for (const table of SLOWED) {
    await query(`create constraint trigger slow_commit after insert or update or delete on ${table}
      deferrable initially deferred for each row execute function slowness.wait()`);
  }
  return async (milliseconds) => {
    await query('update slowness.now set milliseconds = $1', [milliseconds]);
  };
}
