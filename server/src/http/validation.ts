import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FastifySchemaCompiler } from 'fastify';
import { LIMITS } from '../limits.ts';
import type { ContractNode } from './contract.ts';
import type { FieldError } from './problem.ts';

/** A request that is not as the contract says; the error handler makes a problem with pointers of it. */
export class InvalidRequest extends Error {
  readonly code = 'invalid_request';
  readonly errors: FieldError[];

  constructor(errors: FieldError[]) {
    super('The request is not as the contract says.');
    this.errors = errors;
  }
}

/** An answer of ours that is not as the contract says: a mistake in the server, found by its tests. */
export class InvalidResponse extends Error {
  readonly code = 'invalid_response';
}

const PARTS: Record<string, string> = {
  body: '/body',
  querystring: '/query',
  params: '/path',
  headers: '/headers',
};

function createAjv(options: { coerceTypes: boolean | 'array'; allErrors: boolean }): Ajv2020.default {
  const ajv = new Ajv2020.default({
    strict: true,
    // `required` may stand apart from `properties`, as in `oneOf` and `if`.
    strictRequired: false,
    allowUnionTypes: true,
    useDefaults: true,
    discriminator: true,
    ...options,
  });
  addFormats.default(ajv);
  // Words of OpenAPI that say something to people and nothing to a validator.
  for (const word of ['example', 'externalDocs', 'xml']) ajv.addKeyword(word);
  ajv.addFormat('password', true);
  return ajv;
}

/**
 * Checks requests against the contract with JSON Schema 2020-12, strictly: a field or parameter that is not in
 * it is refused. What comes as text (path, query, headers) is read as the type it should have; a body is not.
 */
export function createRequestValidation(): FastifySchemaCompiler<ContractNode> {
  const bodies = createAjv({ coerceTypes: false, allErrors: true });
  const texts = createAjv({ coerceTypes: 'array', allErrors: true });
  return ({ schema, httpPart }) => {
    const part = httpPart ?? 'body';
    const node = prepareSchema(structuredClone(schema)) as ContractNode;
    if (part === 'querystring') node.additionalProperties = false;
    if (part === 'headers') lowerHeaders(node);
    const validate = (part === 'body' ? bodies : texts).compile(node);
    return (data: unknown) => {
      if (validate(data)) return { value: data };
      return { error: new InvalidRequest(describeErrors(validate, PARTS[part] ?? '/body', data)) };
    };
  };
}

/** Headers arrive in small letters, however the contract writes them. */
function lowerHeaders(node: ContractNode): void {
  const { required, properties } = node as { required?: string[]; properties?: ContractNode };
  if (required) node.required = required.map((name) => name.toLowerCase());
  if (properties)
    node.properties = Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name.toLowerCase(), schema]),
    );
}

/** Checks answers of ours, in tests: `validate` throws InvalidResponse. Schemas are compiled at first use. */
export function createResponseValidation(): (schema: ContractNode, name: string) => (data: unknown) => void {
  const ajv = createAjv({ coerceTypes: false, allErrors: false });
  return (schema, name) => {
    let validate: ValidateFunction | undefined;
    return (data) => {
      validate ??= ajv.compile(prepareSchema(structuredClone(schema)) as ContractNode);
      // What is checked is what the client will read: dates as text, undefined left out.
      if (validate(JSON.parse(JSON.stringify(data)))) return;
      throw new InvalidResponse(
        `The answer of ${name} breaks the contract: ${ajv.errorsText(validate.errors)}`,
      );
    };
  };
}

/** Ajv reads `discriminator` without OpenAPI's `mapping`, which only repeats what the branches say. */
function prepareSchema(node: unknown): unknown {
  if (Array.isArray(node)) for (const item of node) prepareSchema(item);
  else if (node !== null && typeof node === 'object') {
    const record = node as ContractNode;
    const discriminator = record.discriminator as { propertyName?: unknown; mapping?: unknown } | undefined;
    if (typeof discriminator?.propertyName === 'string') {
      delete discriminator.mapping;
      record.type ??= 'object';
      record.required ??= [discriminator.propertyName];
    }
    for (const value of Object.values(record)) prepareSchema(value);
  }
  return node;
}

function describeErrors(validate: ValidateFunction, part: string, data: unknown): FieldError[] {
  const told = new Map<string, FieldError>();
  for (const error of validate.errors ?? []) {
    if (error.keyword === 'if') continue;
    const field = describeError(error, part);
    // The first thing that is wrong with a field says enough.
    if (!told.has(field.pointer)) told.set(field.pointer, field);
    if (told.size === LIMITS.http.fieldErrors) break;
  }
  if (told.size === 0)
    told.set(part, { pointer: part, detail: data === undefined ? 'is missing' : 'is not valid' });
  return [...told.values()];
}

function describeError(error: ErrorObject, part: string): FieldError {
  const params = error.params as Record<string, unknown>;
  const at = (name?: unknown): string => {
    const step = typeof name === 'string' ? `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` : '';
    return (part + error.instancePath + step).slice(0, 500);
  };
  switch (error.keyword) {
    case 'required':
      return { pointer: at(params.missingProperty), detail: 'is missing' };
    case 'additionalProperties':
      return { pointer: at(params.additionalProperty), detail: 'is not a field that the contract knows' };
    case 'false schema':
      return { pointer: at(), detail: 'is not allowed here' };
    case 'enum':
      return {
        pointer: at(),
        detail: `must be one of ${(params.allowedValues as unknown[]).join(', ')}`.slice(0, 500),
      };
    case 'const':
      return { pointer: at(), detail: `must be ${JSON.stringify(params.allowedValue)}` };
    case 'discriminator':
      return { pointer: at(params.tag), detail: 'is not a kind that the contract knows' };
    case 'oneOf':
      return { pointer: at(), detail: 'must have exactly one of the alternatives that the contract names' };
    default:
      return { pointer: at(), detail: (error.message ?? 'is not valid').slice(0, 500) };
  }
}
