/** What is read of the contract here. */
export interface RolesContract {
  paths: Record<string, Record<string, { operationId?: string; 'x-permission'?: string }>>;
  'x-permissions': Record<string, string>;
  'x-roles': Record<string, string[]>;
  'x-components': Record<
    string,
    { description: string; reads: string[]; features: Record<string, string[]> }
  >;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The page of docs/roles.md: who may do what, and which operations each permission opens. */
export function describeRoles(contract: RolesContract): string {
  const roles = Object.keys(contract['x-roles']);
  const operations = new Map<string, string[]>();
  for (const item of Object.values(contract.paths))
    for (const method of METHODS) {
      const { operationId, 'x-permission': permission } = item[method] ?? {};
      if (!operationId || !permission) continue;
      operations.set(permission, [...(operations.get(permission) ?? []), operationId]);
    }
  const permissions = Object.entries(contract['x-permissions']).map(
    ([name, meaning]) =>
      `| \`${name}\` | ${meaning} | ${roles.map((role) => (contract['x-roles'][role]!.includes(name) ? 'yes' : '')).join(' | ')} | ${shown(operations.get(name) ?? [])} |`,
  );
  const components = Object.entries(contract['x-components']).map(
    ([name, { description, reads, features }]) =>
      `| \`${name}\` | ${description} | ${shown(reads)} | ${Object.entries(features)
        .map(([feature, given]) => `\`${feature}\`: ${shown(given)}`)
        .join('; ')} |`,
  );
  return `# Roles and permissions

Made from the tables of \`openapi.yaml\` by \`npm run generate\`; a test tries every operation as every role.

## What each role may do

An API key has the permissions that it was given, never more than who made it. An embed session has those of its
components, less what its member's role and its key lack. Roles are read at each request: a change acts at once.

| permission | allows | ${roles.join(' | ')} | operations |
| --- | --- | ${roles.map(() => '---').join(' | ')} | --- |
${permissions.join('\n')}

Any credential may call: ${shown(operations.get('authenticated') ?? [])}.
Without a credential: ${shown(operations.get('public') ?? [])}.

## What a component grants an embed session

| component | is | always | features |
| --- | --- | --- | --- |
${components.join('\n')}
`;
}

function shown(names: string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
