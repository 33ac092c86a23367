import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import contractRules from './contract-rules.mjs';

const source = await readFile(new URL('../openapi.yaml', import.meta.url), 'utf8');

/** Runs our own rules over a contract, as Redocly does, and says what they complain about. */
function complaints(text: string): string[] {
  const contract = parse(text) as { paths: Items; webhooks: Items };
  const messages: string[] = [];
  const report = ({ message }: { message: string }) => void messages.push(message);
  const locate = (pointer: string): Location => ({
    pointer,
    child: (path) => locate([pointer, ...path].join('/')),
  });
  for (const rule of Object.values(contractRules().rules.oas3)) {
    const visitor = rule();
    visitor.Root?.enter(contract, { report, location: locate('#') });
    for (const [area, items] of [
      ['paths', contract.paths] as const,
      ['webhooks', contract.webhooks] as const,
    ]) {
      for (const item of Object.values(items)) {
        for (const [key, operation] of Object.entries(item)) {
          if (key !== 'parameters')
            visitor.Operation?.enter(operation, { report, location: locate(`#/${area}`), parent: item, key });
        }
      }
    }
  }
  return messages;
}
type Items = Record<string, Record<string, unknown>>;
type Location = { pointer: string; child: (path: (string | number)[]) => Location };

describe('our rules', () => {
  test('have nothing against the contract as it is', () => {
    expect(complaints(source)).toEqual([]);
  });

  test.each([
    [
      'a permission nobody listed',
      /x-permission: keys:write/,
      'x-permission: keys:wrote',
      /keys:wrote is not in x-permissions/,
    ],
    ['an operation without a permission', / {6}x-permission: keys:read\n/, '', /has x-permission/],
    [
      'an open operation that wants a permission',
      /x-permission: public/,
      'x-permission: keys:read',
      /public exactly where security is \[\]/,
    ],
    ['an audit kind that is none', /x-audit: api_key.created/, 'x-audit: yes', /x-audit is a kind/],
    [
      'a POST that does not say whether it may be repeated',
      / {6}x-idempotency: accepted\n/,
      '',
      /Idempotency-Key is accepted/,
    ],
    ['an answer that is missing', / {8}'413': .*\n/, '', /can answer 413/],
    ['a problem under another status', /'413':/, "'418':", /answers BodyTooLarge as 418/],
    ['a body without examples', /examples:/, 'x-examples:', /named examples/],
    ['two tags', /tags: \[Auth\]/, 'tags: [Auth, Events]', /exactly one tag/],
    ['a table that lost a row', / {2}expired: \{ retryable.*\n/, '', /no row for expired/],
    [
      'a table with a row too many',
      /x-bye-codes:\n/,
      'x-bye-codes:\n  tired: {}\n',
      /tired is in x-bye-codes/,
    ],
    [
      'a title that differs from its example',
      /title: Sign in first, action/,
      'title: Sign in, action',
      /differs from the row of unauthenticated/,
    ],
    [
      'a body that takes unknown fields',
      /additionalProperties: false/,
      'additionalProperties: true',
      /refuses fields/,
    ],
    ['a text without an end', /, maxLength: 200 \}/, ' }', /no maxLength/],
    [
      'a component that is only a reference',
      / {4}MediaId: \{.*\}/,
      "    MediaId: { $ref: '#/components/schemas/GroupId' }",
      /never only a reference/,
    ],
    [
      'a schema that holds itself',
      /anyOf: \[\{ \$ref: '#\/components\/schemas\/Quoted' \}/,
      "anyOf: [{ $ref: '#/components/schemas/Message' }",
      /go round/,
    ],
    [
      'an admin who may not do all',
      /x-roles:\n {2}admin:\n {4}- account:read\n/,
      'x-roles:\n  admin:\n',
      /admin may do all/,
    ],
  ])('complain about %s', (_name, find, put, message) => {
    const changed = source.replace(find, put);
    expect(changed).not.toBe(source);
    expect(complaints(changed).join('\n')).toMatch(message);
  });
});
