import type { Promised } from './traffic.ts';
import type { World } from './world.ts';

/** What the server's own tables say, beside what the network says: a difference, in words. */
export async function compareBooks(world: World, promised: readonly Promised[]): Promise<string[]> {
  const differences: string[] = [];
  const inbound = promised.filter(({ way }) => way === 'in').map(({ whatsappId }) => whatsappId);
  const outbound = promised.filter(({ way }) => way === 'out').map(({ whatsappId }) => whatsappId);
  const { database } = world;
  const expectOnce = async (what: string, ids: string[], text: string): Promise<void> => {
    const rows = await database.query<{ id: string; count: string }>(text, [ids]);
    const counts = new Map(rows.map(({ id, count }) => [id, Number(count)]));
    const missing = ids.filter((id) => !counts.has(id));
    const doubled = ids.filter((id) => (counts.get(id) ?? 0) > 1);
    if (missing.length > 0) differences.push(`${missing.length} without ${what}`);
    if (doubled.length > 0) differences.push(`${doubled.length} with ${what} more than once`);
  };
  await expectOnce(
    'a row in the journal',
    inbound,
    `select whatsapp_id as id, count(*) from journal where kind = 'message' and whatsapp_id = any($1) group by 1`,
  );
  await expectOnce(
    'a message',
    [...inbound, ...outbound],
    'select whatsapp_id as id, count(*) from messages where whatsapp_id = any($1) group by 1',
  );
  await expectOnce('an event message.received', inbound, eventsOf('message.received'));
  await expectOnce('an event message.sent', outbound, eventsOf('message.sent'));
  const [books] = await database.query<{ unprojected: string; unnumbered: string; gaps: string }>(
    `select (select count(*) from journal where projected_at is null and waits_for is null) as unprojected,
       (select count(*) from events where seq is null) as unnumbered,
       (select count(*) from (select max(seq) - min(seq) + 1 as span, count(*) as rows from events
                              group by account_id) e where span <> rows) as gaps`,
  );
  if (Number(books!.unprojected))
    differences.push(`${books!.unprojected} rows of the journal not in the inbox`);
  if (Number(books!.unnumbered)) differences.push(`${books!.unnumbered} events without a number`);
  if (Number(books!.gaps)) differences.push(`${books!.gaps} accounts whose events have gaps`);
  return differences;
}

function eventsOf(type: string): string {
  return `select m.whatsapp_id as id, count(*)
    from events e
    join messages m on m.account_id = e.account_id and m.id = coalesce(e.subject_id, (e.data->>'id')::uuid)
    where e.type = '${type}' and m.whatsapp_id = any($1) group by 1`;
}
