import { newId, toTypeId, type IdPrefix } from '../src/db/ids.ts';
import { readContract } from '../src/http/contract.ts';
import { operations } from '../src/http/contract-tables.gen.ts';
import type { OperationId } from '../src/http/operation.ts';
import type { PlantedRows } from './planted-rows.ts';
import type { CallOptions, Reply, TestServer } from './servers.ts';

export interface OperationNode {
  operationId: OperationId;
  summary?: string;
  parameters?: ({ $ref: string } | Parameter)[];
  requestBody?: {
    content: Record<string, { examples: Record<string, { value: Record<string, unknown> }> }>;
  };
  responses: Record<string, { $ref?: string; content?: Record<string, { examples?: object }> }>;
}
export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  example?: unknown;
}

export const contract = readContract() as unknown as {
  paths: Record<string, Record<string, OperationNode> & { parameters?: OperationNode['parameters'] }>;
  components: {
    parameters: Record<string, Parameter>;
    responses: Record<string, { content: Record<string, { examples?: object }> }>;
  };
};
/** Every operation of the contract. */
export const ids = Object.keys(operations) as OperationId[];

/** The operation as the contract writes it. */
export function nodeOf(id: OperationId): OperationNode {
  return contract.paths[operations[id].path]![operations[id].method.toLowerCase()]!;
}

/** Its parameters and those of its path. */
export function parametersOf(id: OperationId): Parameter[] {
  const all = [...(contract.paths[operations[id].path]!.parameters ?? []), ...(nodeOf(id).parameters ?? [])];
  return all.map((one) =>
    '$ref' in one ? contract.components.parameters[one.$ref.split('/').at(-1)!]! : one,
  );
}

/** What an account was planted with, and a sign-in, which is a person's in whichever account. */
export type Rows = PlantedRows & { signInId: string };

/** Which planted id stands for a name in a path, a query or a body. */
const KIND_OF_NAME: Record<string, keyof Rows> = {
  accountId: 'accountId',
  sessionId: 'sessionId',
  sessionIds: 'sessionId',
  contactId: 'contactId',
  conversationId: 'conversationId',
  messageId: 'messageId',
  quotedMessageId: 'messageId',
  mediaId: 'mediaId',
  upTo: 'messageId',
  around: 'messageId',
  memberId: 'memberId',
  assignee: 'memberId',
  apiKeyId: 'apiKeyId',
  embedSessionId: 'embedSessionId',
  invitationId: 'invitationId',
  signInId: 'signInId',
  brandFileId: 'brandFileId',
};
const PREFIX_OF_KIND: Record<keyof Rows, IdPrefix> = {
  accountId: 'acc',
  sessionId: 'ses',
  contactId: 'ctc',
  conversationId: 'conv',
  messageId: 'msg',
  mediaId: 'med',
  memberId: 'mem',
  apiKeyId: 'key',
  embedSessionId: 'ems',
  invitationId: 'inv',
  signInId: 'sgn',
  brandFileId: 'brf',
};
/** Parameters of a path that choose one of a few words. */
const WORDS_IN_PATHS = new Set(['logoKind']);
/** They take no credential, or one that is no header: what they guard is tried by tests of their own. */
export const WITHOUT_ACCOUNT: ReadonlySet<OperationId> = new Set(
  ids.filter((id) => {
    const credentials: readonly string[] = operations[id].credentials;
    return credentials.length === 0 || credentials.includes('refreshCookie');
  }),
);

/** Which kind of planted id a parameter holds, if any. */
export function kindOf(name: string): keyof Rows | undefined {
  return KIND_OF_NAME[name];
}

/** Ids of every kind that nobody has. */
export function unknownRows(): Rows {
  return Object.fromEntries(
    Object.entries(PREFIX_OF_KIND).map(([kind, prefix]) => [kind, toTypeId(prefix, newId())]),
  ) as unknown as Rows;
}

/** The operation's path about these rows. */
export function pathWith(id: OperationId, rows: Rows): string {
  return operations[id].path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (WORDS_IN_PATHS.has(name)) return String(parametersOf(id).find((one) => one.name === name)!.example);
    const kind = KIND_OF_NAME[name];
    if (!kind) throw new Error(`The parameter ${name} of ${id} is new: say in KIND_OF_NAME what it names.`);
    return rows[kind];
  });
}

/** Puts planted ids in place of the example's, wherever a name says that an id stands there. */
export function withIds(value: unknown, rows: Rows, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withIds(item, rows, name));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withIds(item, rows, key)]));
  if (typeof value !== 'string' || !/^[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(value)) return value;
  const kind = KIND_OF_NAME[name];
  if (!kind) throw new Error(`The field ${name} holds an id: say in KIND_OF_NAME what it names.`);
  return rows[kind];
}

/** The contract's own examples of what the operation takes. */
export function examplesOf(id: OperationId): [string, Record<string, unknown> | undefined][] {
  const [content] = Object.values(nodeOf(id).requestBody?.content ?? {});
  const examples = content?.examples;
  return examples ? Object.entries(examples).map(([name, { value }]) => [name, value]) : [['', undefined]];
}

/** Calls the operation about these rows, with what it cannot do without. */
export async function send(
  server: TestServer,
  options: { id: OperationId; rows: Rows; call: CallOptions },
): Promise<Reply> {
  const { id, rows, call } = options;
  const needsQuery = parametersOf(id).filter((one) => one.in === 'query' && one.required);
  const query = Object.fromEntries(needsQuery.map((one) => [one.name, String(one.example)]));
  const headers: Record<string, string> = {};
  if (parametersOf(id).some((one) => one.name === 'If-Match')) headers['if-match'] = '*';
  const [type] = Object.keys(nodeOf(id).requestBody?.content ?? {});
  if (type && call.body !== undefined) headers['content-type'] = type;
  return server.call(operations[id].method, pathWith(id, rows), {
    ...call,
    query: { ...query, ...call.query },
    headers: { ...headers, ...call.headers },
  });
}
