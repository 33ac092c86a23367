/** What is read of the contract here. */
export interface Contract {
  paths: Record<string, Record<string, Operation>>;
  components: { parameters: Record<string, Parameter> };
  security: Record<string, string[]>[];
  'x-components': Record<string, { reads: string[]; features?: Record<string, string[]> }>;
}
interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  security?: Record<string, string[]>[];
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { content: Record<string, unknown> };
  responses?: Record<string, { content?: Record<string, unknown> }>;
  'x-idempotency'?: 'accepted' | 'refused' | 'natural';
  'x-permission': string;
}
interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Their methods do more than one request each, or none: they are written in the clients themselves. */
const WRITTEN_BY_HAND = new Set([
  'signIn',
  'refreshAccess',
  'switchAccount',
  'signOut',
  'uploadMedia',
  'getMediaContent',
  'getBrandFile',
  'openRealtime',
]);

/** Bodies that TypeScript can say more exactly than the contract's schema does. */
const EXACT_BODIES: Record<string, string> = { sendMessage: 'SendMessageRequest' };

/**
 * TypeScript source: an interface with a method for each operation, and the same as data, a line for each. Those
 * that an embed token may call stand apart, so that a page which only has such a token loads no others.
 *
 * A line is `name METHOD /path/* marks`: `?` takes a query, `!` a body, `+` gets an idempotency key, `~` may be
 * repeated, `-` is asked without a credential, `%` answers a file of text.
 */
export function describeOperations(contract: Contract): string {
  const grantable = grantableBy(contract);
  const groups = { embed: [] as Described[], hub: [] as Described[] };
  for (const [path, item] of Object.entries(contract.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation || WRITTEN_BY_HAND.has(operation.operationId)) continue;
      const credentials = (operation.security ?? contract.security).flatMap((one) => Object.keys(one));
      const described = describe({ contract, path, method: method.toUpperCase(), operation, credentials });
      const isForEmbeds = credentials.includes('embedToken') && grantable.has(operation['x-permission']);
      groups[isForEmbeds ? 'embed' : 'hub'].push(described);
    }
  }
  return [
    `import type { SendMessageRequest } from './contract-types.ts';`,
    `import type { CallOptions, EditOptions, WriteOptions } from './http.ts';`,
    `import type { Answer, Body, Query } from './operation-types.ts';`,
    '',
    interfaceOf('EmbedOperations', 'What an embed token may call.', groups.embed),
    interfaceOf('HubOperations', 'The rest of the API.', groups.hub),
    tableOf('embedOperations', groups.embed),
    tableOf('hubOperations', groups.hub),
  ].join('\n');
}

/** Permissions that an embed token may have: those that a component grants, and what needs none. */
function grantableBy(contract: Contract): Set<string> {
  const components = Object.values(contract['x-components']);
  return new Set([
    'authenticated',
    ...components.flatMap(({ reads, features = {} }) => [...reads, ...Object.values(features).flat()]),
  ]);
}

interface Described {
  signature: string;
  line: string;
}

function describe(options: {
  contract: Contract;
  path: string;
  method: string;
  operation: Operation;
  credentials: string[];
}): Described {
  const { contract, path, method, operation, credentials } = options;
  const id = operation.operationId;
  const parameters = (operation.parameters ?? []).map((one) =>
    '$ref' in one ? contract.components.parameters[one.$ref.split('/').at(-1)!]! : one,
  );
  const query = parameters.filter((one) => one.in === 'query');
  const guarded = parameters.some((one) => one.in === 'header' && one.name === 'If-Match');
  const body = Boolean(operation.requestBody);
  const isFile = body && !operation.requestBody!.content['application/json'];
  const keyed = operation['x-idempotency'] === 'accepted';
  // A guarded change that was made is refused the second time: only who made it can tell what that means.
  const repeatable =
    operation['x-idempotency'] === 'natural' || method === 'PUT' || (method === 'PATCH' && !guarded);
  const anonymous = !credentials.some((one) => ['accessToken', 'apiKey', 'embedToken'].includes(one));

  const takes = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `${name}: string`);
  if (body) takes.push(`body: ${EXACT_BODIES[id] ?? (isFile ? 'Blob' : `Body<'${id}'>`)}`);
  else if (query.length) takes.push(`query${query.some((one) => one.required) ? '' : '?'}: Query<'${id}'>`);
  takes.push(
    `options${guarded ? '' : '?'}: ${keyed ? 'WriteOptions' : guarded ? 'EditOptions' : 'CallOptions'}`,
  );
  const marks = [
    body ? '!' : query.length ? '?' : '',
    keyed ? '+' : '',
    repeatable ? '~' : '',
    anonymous ? '-' : '',
    operation.responses?.['200']?.content?.['application/octet-stream'] ? '%' : '',
  ];
  return {
    signature: `${commentOf(operation)}\n  ${id}(${takes.join(', ')}): Promise<Answer<'${id}'>>;`,
    line: `${id} ${method} ${path.replaceAll(/\{\w+\}/g, '*')} ${marks.join('')}`.trim(),
  };
}

function commentOf({ summary, description }: Operation): string {
  const paragraphs = (description ?? '').trim().split(/\n{2,}/);
  const lines = [`${summary}.`, ...paragraphs.filter(Boolean).flatMap((one) => ['', ...one.split('\n')])];
  const written = lines.map((line) => ` ${line.trim()}`.replaceAll('*/', '*\\/').trimEnd());
  return lines.length === 1
    ? `  /**${written[0]} */`
    : `  /**\n${written.map((line) => `   *${line}`).join('\n')}\n   */`;
}

function interfaceOf(name: string, comment: string, group: Described[]): string {
  const members = group.map(({ signature }) => signature).join('\n');
  return `/** ${comment} */\nexport interface ${name} {\n${members}\n}\n`;
}

function tableOf(name: string, group: Described[]): string {
  return `export const ${name} = \`\n${group.map(({ line }) => line).join('\n')}\`;\n`;
}
