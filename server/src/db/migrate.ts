import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Client, type DatabaseError, escapeLiteral } from 'pg';
import type { ConnectionOptions } from './connection-options.ts';
import { createOrm } from './orm.ts';
import { APP_ROLE, CROSSING_ROLE, ERASER_ROLE, JOB_SCHEMA } from './walls.ts';

/** One migration at a time per database; the number is arbitrary and ours. */
const MIGRATION_LOCK = 4_201_001;

/**
 * Brings a database up to date, as its owner: roles, the versioned migrations of the tables, and then the walls
 * (policies of the entities, views, crossings, grants), which are made anew whenever their text has changed.
 *
 * `appPassword` is set as the password of the app's role; leave it out where the socket is trusted.
 * Several processes may start at once: one migrates, the others wait.
 */
export async function migrate(options: { owner: ConnectionOptions; appPassword?: string }): Promise<void> {
  const client = new Client(options.owner);
  await client.connect();
  const orm = createOrm(options.owner);
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await makeRoles(client, options.appPassword);
    await orm.migrator.up();
    await raiseWalls(client, orm);
    await prepareJobTables(client);
  } finally {
    await orm.close(true);
    await client.end();
  }
}

async function makeRoles(client: Client, appPassword: string | undefined): Promise<void> {
  for (const role of [APP_ROLE, CROSSING_ROLE, ERASER_ROLE]) {
    const kind = role === APP_ROLE ? 'login' : 'nologin';
    // Roles belong to the whole cluster, so another database's migration may make them at this very moment.
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = '${role}') then create role ${role} ${kind}; end if;
    exception when duplicate_object or unique_violation then null; end $$`);
  }
  for (const role of [CROSSING_ROLE, ERASER_ROLE]) {
    const may = await client.query<{ mine: boolean }>(
      `select pg_has_role(current_user, '${role}', 'set') as mine`,
    );
    if (!may.rows[0]?.mine) await client.query(`grant ${role} to current_user with inherit false, set true`);
  }
  if (appPassword !== undefined)
    await client.query(`alter role ${APP_ROLE} with login password ${escapeLiteral(appPassword)}`);
}

/** The queue's own tables, in a schema of their own. They have no walls: jobs carry ids, never content. */
async function prepareJobTables(client: Client): Promise<void> {
  const { runMigrations } = await import('bullmq');
  await runMigrations(client, JOB_SCHEMA);
  await client.query(`
    grant usage, create on schema ${JOB_SCHEMA} to ${APP_ROLE};
    grant all on all tables in schema ${JOB_SCHEMA} to ${APP_ROLE};
    grant all on all sequences in schema ${JOB_SCHEMA} to ${APP_ROLE};`);
}

/** The text of everything that stands on the tables, in the order in which it is applied. */
function wallsText(orm: MikroORM): Record<'policies' | 'views' | 'crossings' | 'erasure' | 'grants', string> {
  return {
    policies: policyStatements(orm),
    views: readText('views.sql'),
    crossings: readText('crossings.sql'),
    erasure: readText('erasure.sql'),
    grants: readText('grants.sql'),
  };
}

function readText(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

function policyStatements(orm: MikroORM): string {
  const statements: string[] = [];
  for (const meta of orm.getMetadata().getAll().values()) {
    statements.push(`alter table ${meta.tableName} enable row level security`);
    if (meta.rowLevelSecurity === 'force')
      statements.push(`alter table ${meta.tableName} force row level security`);
    for (const policy of meta.policies)
      statements.push(
        [
          `create policy ${policy.name} on ${meta.tableName} for ${policy.command} to ${policy.roles?.join(', ')}`,
          policy.using ? `using (${policy.using as string})` : '',
          policy.check ? `with check (${policy.check as string})` : '',
        ].join(' '),
      );
  }
  return `${statements.join(';\n')};`;
}

async function raiseWalls(client: Client, orm: MikroORM): Promise<void> {
  const text = wallsText(orm);
  const hash = createHash('sha256').update(JSON.stringify(text)).digest('hex');
  await client.query('create table if not exists walls (hash text not null, raised_at timestamptz not null)');
  const standing = await client.query<{ hash: string }>('select hash from walls');
  if (standing.rows[0]?.hash === hash) return;
  await client.query('begin');
  try {
    await client.query(TEAR_DOWN);
    await apply(client, 'views.sql', text.views);
    for (const [role, name, functions] of [
      [CROSSING_ROLE, 'crossings.sql', text.crossings],
      [ERASER_ROLE, 'erasure.sql', text.erasure],
    ] as const) {
      await client.query(`grant create on schema public to ${role}`);
      await client.query(`set local role ${role}`);
      await apply(client, name, functions);
      await client.query('reset role');
      await client.query(`revoke create on schema public from ${role}`);
    }
    await client.query(CLOSE_CROSSINGS);
    await apply(client, 'policies', text.policies);
    await apply(client, 'grants.sql', text.grants);
    await client.query('delete from walls');
    await client.query('insert into walls values ($1, now())', [hash]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function apply(client: Client, name: string, text: string): Promise<void> {
  try {
    await client.query(text);
  } catch (error) {
    const { message, position } = error as DatabaseError;
    const line = position ? text.slice(0, Number(position)).split('\n').length : '?';
    throw new Error(`${name}, line ${line}: ${message}`, { cause: error });
  }
}

/** Drops crossings, views, policies and grants, so that what is no longer in the files is no longer there. */
const TEAR_DOWN = `do $$ declare line text; begin
  -- Named before the first is gone: one may take others with it.
  foreach line in array array(
    select format('drop function if exists %s cascade', p.oid::regprocedure)
      from pg_proc p join pg_roles r on r.oid = p.proowner
      where r.rolname in ('${CROSSING_ROLE}', '${ERASER_ROLE}') and p.pronamespace = 'public'::regnamespace
    union all
    select format('drop view if exists %s cascade', c.oid::regclass)
      from pg_class c where c.relkind = 'v' and c.relnamespace = 'public'::regnamespace
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    union all
    select format('drop policy if exists %I on %I', policyname, tablename) from pg_policies where schemaname = 'public'
  )
  loop execute line; end loop;
end $$;
revoke all on all tables in schema public from ${APP_ROLE}, ${CROSSING_ROLE}, ${ERASER_ROLE};
revoke all on all sequences in schema public from ${APP_ROLE}, ${CROSSING_ROLE}, ${ERASER_ROLE};`;

/** Functions are open to everybody when made: close them, and let the app alone call them. */
const CLOSE_CROSSINGS = `do $$ declare line text; begin
  for line in
    select format('revoke all on function %1$s from public; grant execute on function %1$s to ${APP_ROLE}',
                  p.oid::regprocedure)
      from pg_proc p join pg_roles r on r.oid = p.proowner
      where r.rolname in ('${CROSSING_ROLE}', '${ERASER_ROLE}') and p.pronamespace = 'public'::regnamespace
  loop execute line; end loop;
end $$;`;
