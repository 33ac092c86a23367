import type { Transaction } from '../db/database.ts';
import type { StoredMention } from './message-row.ts';

/** Somebody that a text names, as the network knows them. */
export interface NamedParty {
  /** The piece of the text that stands for the person. */
  token: string;
  lid: string | null;
  number: string | null;
}

/**
 * Who the people are that messages name, by message id: contacts that are known already. Nobody is made a contact by
 * being named, and an unknown one stays without a name: the digits of a LID are no number.
 */
export async function resolveMentions(
  tx: Transaction,
  messages: { id: string; mentions?: NamedParty[] }[],
): Promise<Map<string, StoredMention[]>> {
  const named = messages.flatMap(({ mentions }) => mentions ?? []);
  if (named.length === 0) return new Map();
  const rows = await tx.query<{ kind: string; value: string; contact_id: string; name: string | null }>(
    `select i.kind, i.value, coalesce(c.merged_into, c.id) as contact_id, coalesce(s.name, s.profile_name) as name
     from identities i
     join contacts c on c.account_id = i.account_id and c.id = i.contact_id
     join contacts s on s.account_id = c.account_id and s.id = coalesce(c.merged_into, c.id)
     where i.account_id = $1
       and ((i.kind = 'lid' and i.value = any ($2)) or (i.kind = 'number' and i.value = any ($3)))`,
    [tx.accountId, named.flatMap(({ lid }) => lid ?? []), named.flatMap(({ number }) => number ?? [])],
  );
  const known = new Map(rows.map((row) => [`${row.kind} ${row.value}`, row]));
  return new Map(
    messages.map(({ id, mentions }) => [
      id,
      (mentions ?? []).map(({ token, lid, number }) => {
        const person = known.get(`lid ${lid}`) ?? known.get(`number ${number}`);
        return { token, contact_id: person?.contact_id ?? null, name: person?.name ?? number };
      }),
    ]),
  );
}
