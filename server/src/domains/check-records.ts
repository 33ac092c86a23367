import { type NameServer, NameServerError } from '../net/name-server.ts';
import { type DomainRow, type RecordState, recordsOf } from './domain-row.ts';

/** Looks for a domain's records now. Never throws for what the domain name system says, or does not say. */
export async function checkRecords(
  names: NameServer,
  row: Pick<DomainRow, 'host' | 'challenge'>,
  target: string,
): Promise<{ txt: RecordState; cname: RecordState }> {
  const { txt, cname } = recordsOf(row, target);
  const [txtState, cnameState] = await Promise.all([
    stateOf(() => findText(names, txt)),
    stateOf(() => findAlias(names, cname)),
  ]);
  return { txt: txtState, cname: cnameState };
}

async function findText(names: NameServer, record: { name: string; value: string }): Promise<RecordState> {
  const texts = await names.texts(record.name);
  if (texts.length === 0) return 'missing';
  return texts.some((text) => text.trim() === record.value) ? 'found' : 'wrong';
}

/** At the top of a zone no alias may stand; there the addresses of the target do the same. */
async function findAlias(names: NameServer, record: { name: string; value: string }): Promise<RecordState> {
  const aliases = await names.aliases(record.name);
  if (aliases.some((alias) => alias.toLowerCase().replace(/\.$/, '') === record.value)) return 'found';
  if (aliases.length > 0) return 'wrong';
  const [addresses, wanted] = await Promise.all([
    names.addresses(record.name),
    names.addresses(record.value),
  ]);
  if (addresses.length === 0) return 'missing';
  return addresses.every((address) => wanted.includes(address)) ? 'found' : 'wrong';
}

async function stateOf(look: () => Promise<RecordState>): Promise<RecordState> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof NameServerError) return 'unreachable';
    throw error;
  }
}
