import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ScriptedApi } from '../test/scripted-api.ts';
import { EmbedClient } from './embed-client.ts';
import { MetaHub } from './hub.ts';

interface Operation {
  operationId: string;
  security?: Record<string, unknown>[];
  parameters?: { $ref?: string; in?: string; name?: string }[];
  requestBody?: { content: Record<string, unknown> };
  'x-idempotency'?: string;
  'x-permission': string;
}
const contract = parse(await readFile(new URL('../../../openapi.yaml', import.meta.url), 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
  security: Record<string, unknown>[];
  'x-components': Record<string, { reads: string[]; features?: Record<string, string[]> }>;
};

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const operations = Object.entries(contract.paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) =>
    item[method] ? [{ path, method: method.toUpperCase(), ...item[method] }] : [],
  ),
);
/** Its method is `realtime`. */
const BY_SOCKET = ['openRealtime'];
/** Their addresses stand in answers. */
const BY_ADDRESS = ['getMediaContent', 'getBrandFile'];
const called = operations.filter(({ operationId }) => ![...BY_SOCKET, ...BY_ADDRESS].includes(operationId));

type AnyMethod = (...args: unknown[]) => Promise<unknown>;

describe.each(called)('$operationId', ({ operationId, method, path, requestBody, ...operation }) => {
  it(`calls ${method} ${path}`, async () => {
    await using api = await ScriptedApi.listen();
    const ids = [...path.matchAll(/\{\w+\}/g)].map((_, at) => `id_${at}`);
    const expected = ids.reduce((text, id) => text.replace(/\{\w+\}/, id), path);
    const answer = { accountId: 'acc_1', accessToken: 't', expiresAt: '2026-11-25T14:00:00Z' };
    api.on(`${method} ${expected}`, () => ({ body: answer }));
    const hub = new MetaHub({ apiUrl: api.url, apiKey: 'mh_test_key' }) as unknown as Record<
      string,
      AnyMethod
    >;

    const isFile = Boolean(requestBody?.content['application/octet-stream']);
    const body = isFile ? new Blob(['"some bytes"']) : { some: 'body' };
    await hub[operationId]!(...ids, ...(requestBody ? [body] : []));

    const [request] = api.requests;
    expect(request).toMatchObject({
      method,
      path: expected,
      body: requestBody ? (isFile ? 'some bytes' : body) : undefined,
    });
    const type = requestBody && Object.keys(requestBody.content)[0];
    expect(request!.headers['content-type']).toBe(type);
    const anonymous =
      operation.security && !operation.security.some((one) => 'accessToken' in one || 'apiKey' in one);
    expect(request!.headers['authorization']).toBe(anonymous ? undefined : 'Bearer mh_test_key');
    expect(request!.headers['idempotency-key'] !== undefined).toBe(operation['x-idempotency'] === 'accepted');
  });
});

function methodsOf(...prototypes: object[]): string[] {
  const notOperations = ['constructor', 'close', 'call', 'renewSignIn'];
  return prototypes
    .flatMap((one) => Object.getOwnPropertyNames(one))
    .filter((name) => !notOperations.includes(name));
}

it('has a method for each operation and for nothing else', () => {
  const methods = methodsOf(EmbedClient.prototype, MetaHub.prototype);
  expect(methods.toSorted()).toEqual(called.map(({ operationId }) => operationId).toSorted());
});

it('gives the small client what an embed token may call, and nothing else', () => {
  const granted = Object.values(contract['x-components']).flatMap(({ reads, features = {} }) => [
    'authenticated',
    ...reads,
    ...Object.values(features).flat(),
  ]);
  const forEmbeds = called.filter(
    ({ security = contract.security, 'x-permission': permission }) =>
      security.some((one) => 'embedToken' in one) && granted.includes(permission),
  );
  expect(methodsOf(EmbedClient.prototype).toSorted()).toEqual(
    forEmbeds.map(({ operationId }) => operationId).toSorted(),
  );
});
