import type { PolicyDef } from '@mikro-orm/core';

/** The role the program works as: it logs in, owns nothing and can't bypass row-level security. */
export const APP_ROLE = 'metahub_app';
/** The role that owns the functions of crossings.sql: it can't log in and can do only what they need. */
export const CROSSING_ROLE = 'metahub_crossing';

/** The role that owns the functions of erasure.sql: it reads and deletes rows of accounts whose time to be erased has come. */
export const ERASER_ROLE = 'metahub_eraser';

/** Where the job queue keeps its tables, beyond the tenants' walls. */
export const JOB_SCHEMA = 'bullmq';

export type Command = 'select' | 'insert' | 'update' | 'delete';

const currentAccount = `nullif(current_setting('app.account_id', true), '')::uuid`;

/**
 * The policies of a tenant table: the app sees and writes the rows of the account its transaction is scoped to,
 * and nothing without a scope; the crossings do across accounts only the commands named here.
 */
export function tenantWall(options: { column?: string; crossing?: Command[] } = {}): PolicyDef[] {
  const column = options.column ?? 'account_id';
  const own = `${column} = ${currentAccount}`;
  return [
    { name: 'account', command: 'all', roles: [APP_ROLE], using: own, check: own },
    ...crossingPolicies(options.crossing ?? []),
    ...erasurePolicies(['select', 'update', 'delete'], `${column} in (select accounts_to_erase())`),
  ];
}

/** What the eraser may do with the rows of a table; with those of accounts that are due, unless said otherwise. */
export function erasurePolicies(commands: Command[], rows: string): PolicyDef[] {
  return commands.map((command) => ({
    name: `erasure_${command}`,
    command,
    roles: [ERASER_ROLE],
    ...(command === 'insert' ? {} : { using: rows }),
    ...(command === 'insert' || command === 'update' ? { check: rows } : {}),
  }));
}

/** The policies of a table that only crossings touch: the app's role sees none of its rows. */
export function crossingPolicies(commands: Command[]): PolicyDef[] {
  return commands.map((command) => ({
    name: `crossing_${command}`,
    command,
    roles: [CROSSING_ROLE],
    ...(command === 'insert' ? {} : { using: 'true' }),
    ...(command === 'insert' || command === 'update' ? { check: 'true' } : {}),
  }));
}
