import { type Database, inAccount } from '../db/database.ts';
import type { components } from '../http/contract.gen.ts';
import { LIMITS } from '../limits.ts';

type Verification = components['schemas']['AuditVerification'];
type Fault = NonNullable<Verification['fault']>;

interface Chain {
  seq: number;
  hash: Buffer;
  base_seq: number;
  base_hash: Buffer;
}

/**
 * Computes the chain of an account anew from the oldest entry that is kept, and compares it with what is stored, with
 * its head, with where the retention says it begins, and with a hash that the caller noted before. It reads as far as
 * the chain goes at its start, a page in each transaction.
 */
export async function verifyAudit(
  database: Database,
  accountId: string,
  noted: { seq: number; hash: string } | null,
): Promise<Verification> {
  for (;;) {
    const chain = await readChain(database, accountId);
    const found = await compareChain(database, { accountId, chain, noted });
    // The retention may have moved the beginning from under us.
    const since = found.intact ? chain : await readChain(database, accountId);
    if (since.base_seq === chain.base_seq) return found;
  }
}

async function compareChain(
  database: Database,
  options: { accountId: string; chain: Chain; noted: { seq: number; hash: string } | null },
): Promise<Verification> {
  const { accountId, chain, noted } = options;
  let fault: Fault | null = null;
  let entries = 0;
  let oldestSeq: number | null = null;
  let previous = { seq: chain.base_seq, hash: chain.base_hash };
  let told: string | null = null;
  const blame = (seq: number, kind: Fault['kind']): void => {
    fault ??= { seq, kind };
  };
  const compareNoted = (seq: number, hash: Buffer): void => {
    if (noted?.seq === seq && noted.hash !== hash.toString('hex')) blame(seq, 'not_as_noted');
  };
  compareNoted(previous.seq, previous.hash);
  for (;;) {
    const rows = await readHashes(database, accountId, { ...previous, head: chain.seq });
    for (const row of rows) {
      entries += 1;
      oldestSeq ??= row.seq;
      if (row.seq !== previous.seq + 1) blame(previous.seq + 1, 'missing');
      else if (!row.computed.equals(row.hash)) blame(row.seq, 'altered');
      compareNoted(row.seq, row.hash);
      if (row.retained !== null) told = row.retained;
      previous = { seq: row.seq, hash: row.hash };
    }
    if (rows.length < LIMITS.audit.page) break;
  }
  if (previous.seq !== chain.seq) blame(previous.seq + 1, 'missing');
  else if (!previous.hash.equals(chain.hash)) blame(chain.seq, 'altered');
  // Whoever removes entries from the oldest on must have said so in the chain itself, as the retention does.
  if (chain.base_seq > 0 && told !== `${chain.base_seq} ${chain.base_hash.toString('hex')}`)
    blame(chain.base_seq, 'missing');
  if (noted && noted.seq > chain.seq) blame(chain.seq + 1, 'missing');
  return {
    intact: fault === null,
    entries,
    oldestSeq,
    head: chain.seq === 0 ? null : { seq: chain.seq, hash: chain.hash.toString('hex') },
    fault,
  };
}

async function readChain(database: Database, accountId: string): Promise<Chain> {
  const [chain] = await inAccount(database, accountId, (tx) =>
    tx.query<Chain>('select seq, hash, base_seq, base_hash from audit_chains where account_id = $1', [
      accountId,
    ]),
  );
  return chain ?? { seq: 0, hash: Buffer.alloc(0), base_seq: 0, base_hash: Buffer.alloc(0) };
}

interface HashRow {
  seq: number;
  hash: Buffer;
  computed: Buffer;
  /** What an entry of the retention says: `seq hash` of the last that it removed. */
  retained: string | null;
}

/** Each entry's hash and what it should be, since it follows the one stored before it. */
function readHashes(
  database: Database,
  accountId: string,
  from: { seq: number; hash: Buffer; head: number },
): Promise<HashRow[]> {
  return inAccount(database, accountId, (tx) =>
    tx.query<HashRow>(
      `select e.seq, e.hash, audit_hash(lag(e.hash, 1, $3) over (order by e.seq), e) as computed,
         case when e.action = 'audit.retained' then concat_ws(' ', e.after ->> 'upTo', e.after ->> 'hash') end as retained
       from (select * from audit_entries where account_id = $1 and seq > $2 and seq <= $4 order by seq limit $5) e
       order by e.seq`,
      [accountId, from.seq, from.hash, from.head, LIMITS.audit.page],
    ),
  );
}
