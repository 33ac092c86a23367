import type { Caller } from '../access/caller.ts';
import { readAccount } from '../accounts/routes.ts';
import type { Application } from '../application.ts';
import type { AuditDraft } from '../audit/audit-draft.ts';
import { inAccount, type Transaction } from '../db/database.ts';
import { toTypeId } from '../db/ids.ts';
import { recordEvent } from '../events/record-event.ts';
import { Problem } from '../http/problem.ts';
import { readContact } from './find-contact.ts';
import { noteConfirmedNumber, noteUnconfirmedNumber } from './note-number.ts';
import { parseNumber } from './parse-number.ts';
import type { ContactRow } from './present.ts';
import { IdentityRaceError } from './resolve-identity.ts';

/**
 * Makes a contact of a number as a person types it, or answers the one that has it. A connected session asks the network
 * for its spelling; a number that isn't on WhatsApp, or that nobody can ask about, is taken as it was given. A contact that
 * was there keeps its name. Throws 400 for what is no number, and 403 for a caller that sees only some sessions, for whom
 * a contact without conversations would not be there.
 */
export async function createContact(
  app: Pick<Application, 'database' | 'gateway'>,
  options: { caller: Caller; audit: AuditDraft | null; number: string; name: string | null },
): Promise<{ contact: ContactRow; isNew: boolean }> {
  const { caller, name } = options;
  const { accountId } = caller;
  if (caller.sessionIds)
    throw new Problem({
      status: 403,
      code: 'forbidden',
      detail: 'Whoever may see some sessions only meets contacts in their conversations.',
    });
  const { number, sessionId } = await inAccount(app.database, accountId, async (tx) => ({
    number: await readNumber(tx, options.number),
    sessionId: await findConnected(tx),
  }));
  const answer = sessionId ? await app.gateway?.resolveNumber(accountId, sessionId, number) : undefined;
  const said = answer && answer !== 'unavailable' && answer.exists ? answer : null;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inAccount(app.database, accountId, async (tx) => {
        const spelled = said?.number ?? number;
        const known = await findByNumber(tx, spelled);
        if (said) await noteConfirmedNumber(tx, said);
        else if (!known) await noteUnconfirmedNumber(tx, spelled);
        const contactId = (await findByNumber(tx, spelled))!;
        if (name) await giveName(tx, contactId, name);
        await options.audit?.target('contact', toTypeId('ctc', contactId)).write(tx);
        return { contact: await readContact(tx, contactId), isNew: known === null };
      });
    } catch (error) {
      if (!(error instanceof IdentityRaceError) || attempt === 3) throw error;
    }
  }
}

async function readNumber(tx: Transaction, text: string): Promise<string> {
  const account = await readAccount(tx);
  const parsed = parseNumber(text, { country: account.country, areaCode: account.area_code });
  if ('number' in parsed) return parsed.number;
  const isLocal = parsed.refused === 'no_area_code';
  throw new Problem({
    status: 400,
    code: 'invalid_request',
    detail: isLocal
      ? 'The number has no area code, and the account has none of its own.'
      : 'This is not a phone number.',
    errors: [{ pointer: '/body/number', detail: isLocal ? 'has no area code' : 'is not a phone number' }],
  });
}

async function findConnected(tx: Transaction): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    `select id from sessions where account_id = $1 and status = 'connected'
     order by connected_at desc nulls last limit 1`,
    [tx.accountId],
  );
  return row?.id ?? null;
}

async function findByNumber(tx: Transaction, number: string): Promise<string | null> {
  const [row] = await tx.query<{ contact_id: string }>(
    `select contact_id from identities where account_id = $1 and kind = 'number' and value = $2`,
    [tx.accountId, number],
  );
  return row?.contact_id ?? null;
}

async function giveName(tx: Transaction, contactId: string, name: string): Promise<void> {
  const named = await tx.query(
    `update contacts set name = $3, revision = revision + 1, updated_at = now()
     where account_id = $1 and id = $2 and name is null returning id`,
    [tx.accountId, contactId, name],
  );
  if (named.length > 0) await recordEvent(tx, { type: 'contact.updated', subjectId: contactId });
}
