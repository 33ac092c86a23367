import type { Application } from '../application.ts';
import { noteConfirmedNumber, noteUnconfirmedNumber } from '../contacts/note-number.ts';
import { IdentityRaceError } from '../contacts/resolve-identity.ts';
import { inAccount } from '../db/database.ts';
import { Problem } from '../http/problem.ts';
import { INBOX_LIMITS } from './limits.ts';

/** What the network said of a number. */
type Confirmed = { exists: true; number: string; lid: string | null } | { exists: false };

/**
 * Remembers for a while what the network said of numbers, so that a program which sends to many does not ask twice. Kept
 * per account: what one account asked tells another nothing.
 */
export class NumberChecks {
  readonly #known = new Map<string, { said: Confirmed; until: number }>();

  get(accountId: string, number: string): Confirmed | undefined {
    const known = this.#known.get(`${accountId} ${number}`);
    return known && known.until > performance.now() ? known.said : undefined;
  }

  set(accountId: string, number: string, said: Confirmed): void {
    const key = `${accountId} ${number}`;
    this.#known.delete(key);
    this.#known.set(key, { said, until: performance.now() + INBOX_LIMITS.numberCheckMs });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= INBOX_LIMITS.numberChecks) break;
      this.#known.delete(oldest);
    }
  }
}

/**
 * Settles how a number that nothing is known of is spelled, by asking the network: a Brazilian mobile may be registered
 * with or without its ninth digit, and no rule knows which. Answers the number that has a contact now.
 *
 * Throws 422 when it is not on WhatsApp. When the network can't be asked, because the session is not connected, the number
 * is taken as it was given, and the session asks before it sends.
 */
export async function settleNumber(
  app: Pick<Application, 'database' | 'gateway'>,
  options: {
    checks: NumberChecks;
    accountId: string;
    sessionId: string;
    connected: boolean;
    number: string;
  },
): Promise<string> {
  const { checks, accountId, number } = options;
  const said = checks.get(accountId, number) ?? (await askNetwork(app, options));
  if (said && !said.exists)
    throw new Problem({
      status: 422,
      code: 'not_on_whatsapp',
      detail: `${number} is not on WhatsApp.`,
      errors: [{ pointer: '/body/to', detail: 'is not on WhatsApp' }],
    });
  if (!said) {
    await inAccount(app.database, accountId, (tx) => noteUnconfirmedNumber(tx, number));
    return number;
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      await inAccount(app.database, accountId, (tx) => noteConfirmedNumber(tx, said));
      return said.number;
    } catch (error) {
      if (!(error instanceof IdentityRaceError) || attempt === 3) throw error;
    }
  }
}

async function askNetwork(
  app: Pick<Application, 'gateway'>,
  options: { checks: NumberChecks; accountId: string; sessionId: string; connected: boolean; number: string },
): Promise<Confirmed | undefined> {
  const { checks, accountId, sessionId, number } = options;
  if (!options.connected || !app.gateway) return undefined;
  const answer = await app.gateway.resolveNumber(accountId, sessionId, number);
  if (answer === 'unavailable') return undefined;
  const said: Confirmed = answer.exists
    ? { exists: true, number: answer.number, lid: answer.lid }
    : { exists: false };
  checks.set(accountId, number, said);
  return said;
}
