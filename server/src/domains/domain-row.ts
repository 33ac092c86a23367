import { domainToUnicode } from 'node:url';
import type { Transaction } from '../db/database.ts';
import type { components } from '../http/contract.gen.ts';

export type RecordState = components['schemas']['Domain']['records'][number]['state'];

/** A row of `domains`, with the language that its words are in. */
export interface DomainRow {
  host: string;
  challenge: string;
  txt_state: RecordState;
  cname_state: RecordState;
  checked_at: Date | null;
  active_since: Date | null;
}

/** The claim of the transaction's account, if there is one. */
export async function readDomain(tx: Transaction): Promise<{ row: DomainRow | null; locale: string }> {
  const [found] = await tx.query<DomainRow & { locale: string }>(
    'select d.*, a.locale from accounts a left join domains d on d.account_id = a.id where a.id = $1',
    [tx.accountId],
  );
  return { row: found?.host ? found : null, locale: found?.locale ?? 'pt-BR' };
}

/** The records that prove the domain, and lead to us. */
export function recordsOf(
  row: Pick<DomainRow, 'host' | 'challenge'>,
  target: string,
): {
  txt: { name: string; value: string };
  cname: { name: string; value: string };
} {
  return {
    // Named by what it is for and by nobody's product: whoever reads the zone sees the business's names only.
    txt: { name: `_panel-verification.${row.host}`, value: `verification=${row.challenge}` },
    cname: { name: row.host, value: target },
  };
}

/** The contract's Domain, in plain words of the account's language; anything but English is answered in Portuguese. */
export function presentDomain(options: {
  row: DomainRow | null;
  locale: string;
  target: string | null;
}): components['schemas']['Domain'] {
  const words = options.locale.toLowerCase().startsWith('en') ? WORDS.en : WORDS.pt;
  const { row } = options;
  if (row === null)
    return {
      host: null,
      displayHost: null,
      status: 'none',
      message: words.none,
      records: [],
      checkedAt: null,
      activeSince: null,
    };
  const { txt, cname } = recordsOf(row, options.target ?? '');
  const records: components['schemas']['Domain']['records'] = [
    { type: 'TXT', ...txt, state: row.txt_state, message: words[row.txt_state] },
    { type: 'CNAME', ...cname, state: row.cname_state, message: words[row.cname_state] },
  ];
  const missing = records.filter(({ state }) => state !== 'found').length;
  const isActive = row.active_since !== null;
  return {
    host: row.host,
    displayHost: domainToUnicode(row.host),
    status: isActive ? 'active' : 'waiting',
    message: isActive
      ? missing === 0
        ? words.active
        : words.activeButChanged
      : row.checked_at === null
        ? words.claimed
        : words.waiting(missing),
    records,
    checkedAt: row.checked_at?.toISOString() ?? null,
    activeSince: row.active_since?.toISOString() ?? null,
  };
}

type Words = Record<RecordState | 'none' | 'claimed' | 'active' | 'activeButChanged', string> & {
  waiting: (missing: number) => string;
};

const WORDS: Record<'pt' | 'en', Words> = {
  pt: {
    none: 'Nenhum domínio próprio.',
    claimed: 'Crie os dois registros onde o domínio é administrado e depois verifique.',
    waiting: (missing) =>
      `${missing === 1 ? 'Falta 1 de 2 registros' : 'Faltam os 2 registros'}. Novos registros podem levar alguns minutos para aparecer.`,
    active: 'O domínio está ativo.',
    activeButChanged:
      'O domínio está ativo, mas os registros mudaram. Corrija-os para que ele continue funcionando.',
    unchecked: 'Ainda não verificado.',
    missing: 'Ainda não existe. Crie-o onde o domínio é administrado.',
    wrong: 'Existe, mas com outro valor. Corrija-o onde o domínio é administrado.',
    unreachable: 'O servidor de nomes não respondeu. Tente de novo em alguns minutos.',
    found: 'Encontrado.',
  },
  en: {
    none: 'No own domain.',
    claimed: 'Make the two records where the domain is managed, then check.',
    waiting: (missing) =>
      `${missing === 1 ? '1 of 2 records is missing' : 'Both records are missing'}. New records can take some minutes to show.`,
    active: 'The domain is active.',
    activeButChanged:
      'The domain is active, but its records have changed. Put them right so that it goes on working.',
    unchecked: 'Not checked yet.',
    missing: 'It does not exist yet. Make it where the domain is managed.',
    wrong: 'It exists and says something else. Put it right where the domain is managed.',
    unreachable: 'The name server did not answer. Try again in some minutes.',
    found: 'Found.',
  },
};
