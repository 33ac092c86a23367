// Writes the files that are made from others: `npm run generate`. With `--check` it writes nothing and fails when a
// file differs from what would be written, so that a change of the contract cannot be half committed.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { describeRoles } from './generate/roles-page.ts';
import { describeOperations } from './generate/sdk-operations.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const contractPath = join(root, 'openapi.yaml');

/** A file a generator wants on disk. */
type GeneratedFile = { path: string; content: string };

/** Makes files from the contract or from source code. It must be deterministic: `--check` compares bytes. */
type Generator = { name: string; run: () => Promise<GeneratedFile[]> };

const generators: Generator[] = [
  { name: 'contract types', run: generateContractTypes },
  { name: 'contract tables', run: generateContractTables },
  { name: 'operations of the SDK', run: generateSdkOperations },
  { name: 'page of roles', run: generateRolesPage },
];

/**
 * TypeScript types of paths and schemas, one copy each for the SDK and the server, which share no code.
 * openapi-typescript needs TypeScript 5's compiler API, so it is taken from the SDK's dependencies.
 */
async function generateContractTypes(): Promise<GeneratedFile[]> {
  const require = createRequire(join(root, 'packages/sdk/package.json'));
  const { default: openapiTS, astToString } = require('openapi-typescript') as {
    default: (source: URL, options: { defaultNonNullable: boolean }) => Promise<unknown>;
    astToString: (ast: unknown) => string;
  };
  // A property with a default may be left out in a request; openapi-typescript would call it required.
  const ast = await openapiTS(pathToFileURL(contractPath), { defaultNonNullable: false });
  const content = `${banner('openapi.yaml')}\n${astToString(ast)}`;
  return [
    { path: 'packages/sdk/src/contract.gen.ts', content },
    { path: 'server/src/http/contract.gen.ts', content },
  ];
}

type Contract = {
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, { post: Operation }>;
  components: { schemas: Record<string, { enum?: string[] }> };
  [table: `x-${string}`]: Record<string, unknown>;
};
type Operation = {
  operationId?: string;
  security?: Record<string, string[]>[];
  'x-permission'?: string;
  'x-idempotency'?: string;
  'x-audit'?: string | false;
};

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** The contract's tables as typed constants. Each is an export of its own, so that a bundler drops what is unused. */
async function generateContractTables(): Promise<GeneratedFile[]> {
  const contract = parse(await readFile(contractPath, 'utf8')) as Contract & {
    security: Operation['security'];
  };
  const operations: Record<string, unknown> = {};
  for (const [path, item] of Object.entries(contract.paths)) {
    for (const method of methods) {
      const operation = item[method];
      if (operation === undefined) continue;
      operations[operation.operationId ?? `${method} ${path}`] = {
        method: method.toUpperCase(),
        path,
        permission: operation['x-permission'],
        audit: operation['x-audit'],
        idempotency: operation['x-idempotency'] ?? null,
        credentials: (operation.security ?? contract.security ?? []).flatMap((scheme) => Object.keys(scheme)),
      };
    }
  }
  const eventPermissions = Object.fromEntries(
    Object.entries(contract.webhooks).map(([type, item]) => [type, item.post['x-permission']]),
  );
  const tables: [name: string, comment: string, value: unknown][] = [
    ['permissions', 'What each permission allows.', contract['x-permissions']],
    ['rolePermissions', 'What each role may do in its own account.', contract['x-roles']],
    [
      'componentGrants',
      'What each embed component grants: its reads, and its features.',
      contract['x-components'],
    ],
    ['eventPermissions', 'Which permission the receiver of an event needs.', eventPermissions],
    [
      'problemCodes',
      'Status and title of each problem, and what the caller can do.',
      contract['x-problem-codes'],
    ],
    ['sessionReasons', 'What each reason of a session means.', contract['x-session-reasons']],
    ['healthCauses', 'What takes from the health of a session.', contract['x-health-causes']],
    ['messageFailures', 'Why a message was not sent.', contract['x-message-failures']],
    ['byeCodes', 'Why the server closes a socket, and whether to come back.', contract['x-bye-codes']],
    [
      'operations',
      'Every operation: where it is, what it needs, whether it may be repeated by key.',
      operations,
    ],
  ];
  const content = [
    banner('openapi.yaml'),
    ...tables.map(
      ([name, comment, value]) =>
        `/** ${comment} */\nexport const ${name} = ${JSON.stringify(value, null, 2)} as const;\n`,
    ),
  ].join('\n');
  return [
    { path: 'packages/sdk/src/contract-tables.gen.ts', content },
    { path: 'server/src/http/contract-tables.gen.ts', content },
  ];
}

/** The methods of the SDK's clients: their types with the contract's words, and one line of data for each. */
async function generateRolesPage(): Promise<GeneratedFile[]> {
  const content = describeRoles(parse(await readFile(contractPath, 'utf8')));
  return [{ path: 'docs/roles.md', content }];
}

async function generateSdkOperations(): Promise<GeneratedFile[]> {
  const source = describeOperations(parse(await readFile(contractPath, 'utf8')));
  return [{ path: 'packages/sdk/src/operations.gen.ts', content: `${banner('openapi.yaml')}\n${source}` }];
}

function banner(source: string): string {
  return `// Generated from ${source} by \`npm run generate\`. Do not edit.\n`;
}

/** Writes what changed, or only names it. */
async function generate({ check }: { check: boolean }): Promise<void> {
  const stale: string[] = [];
  let unchanged = 0;
  for (const { name, run } of generators) {
    for (const { path, content } of await run()) {
      const target = join(root, path);
      const present = await readFile(target, 'utf8').catch(() => null);
      if (present === content) unchanged += 1;
      else if (check) stale.push(`  ${path} (${name})`);
      else {
        await writeFile(target, content);
        console.log(`wrote ${path}`);
      }
    }
  }
  if (stale.length > 0) {
    throw new Error(`Not up to date:\n${stale.join('\n')}\nRun \`npm run generate\` and commit the result.`);
  }
  console.log(`${unchanged} generated files were up to date.`);
}

await generate({ check: process.argv.includes('--check') }).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
