import { SandboxProblem, type FieldError } from '../problem.ts';

/** The part of JSON Schema that the control API speaks: it checks bodies and is shown in `openapi.json`. */
export type Schema =
  | {
      type: 'string';
      description?: string;
      pattern?: string;
      minLength?: number;
      maxLength?: number;
      enum?: readonly string[];
      /** Human words for what `pattern` wants. */
      'x-expects'?: string;
    }
  | { type: 'integer' | 'number'; description?: string; minimum?: number; maximum?: number }
  | { type: 'boolean'; description?: string }
  | { type: 'array'; description?: string; items: Schema; minItems?: number; maxItems?: number }
  | ObjectSchema;

export interface ObjectSchema {
  type: 'object';
  description?: string;
  properties: Record<string, Schema>;
  required?: readonly string[];
  /** Takes whatever fields come. */
  'x-open'?: boolean;
}

/** Checks a body; throws a 400 that names every wrong field. */
export function checkBody(schema: ObjectSchema, body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new SandboxProblem(400, 'invalid_request', 'The body must be a JSON object.');
  }
  const errors = check(schema, body, '');
  if (errors.length > 0) {
    const detail = errors.map((error) => `${error.field || 'body'} ${error.message}`).join('; ');
    throw new SandboxProblem(400, 'invalid_request', `${detail}.`, errors);
  }
  return body as Record<string, unknown>;
}

function check(schema: Schema, value: unknown, field: string): FieldError[] {
  switch (schema.type) {
    case 'object':
      return checkObject(schema, value, field);
    case 'array': {
      if (!Array.isArray(value)) return [{ field, message: 'must be a list' }];
      const { minItems = 0, maxItems = Infinity } = schema;
      if (value.length < minItems) return [{ field, message: `must have at least ${minItems} entries` }];
      if (value.length > maxItems) return [{ field, message: `must have at most ${maxItems} entries` }];
      return value.flatMap((item, index) => check(schema.items, item, `${field}[${index}]`));
    }
    case 'boolean':
      return typeof value === 'boolean' ? [] : [{ field, message: 'must be true or false' }];
    case 'string':
      return checkString(schema, value, field);
    default: {
      if (typeof value !== 'number' || !Number.isFinite(value))
        return [{ field, message: 'must be a number' }];
      if (schema.type === 'integer' && !Number.isSafeInteger(value))
        return [{ field, message: 'must be a whole number' }];
      const { minimum = -Infinity, maximum = Infinity } = schema;
      if (value < minimum) return [{ field, message: `must be at least ${minimum}` }];
      if (value > maximum) return [{ field, message: `must be at most ${maximum}` }];
      return [];
    }
  }
}

function checkObject(schema: ObjectSchema, value: unknown, field: string): FieldError[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ field, message: 'must be an object' }];
  if (schema['x-open']) return [];
  const at = (name: string) => (field ? `${field}.${name}` : name);
  const missing = (schema.required ?? [])
    .filter((name) => (value as Record<string, unknown>)[name] === undefined)
    .map((name) => ({ field: at(name), message: 'is required' }));
  const wrong = Object.entries(value).flatMap(([name, entry]) => {
    const property = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    return property
      ? check(property, entry, at(name))
      : [{ field: at(name), message: 'is not a known field' }];
  });
  return [...missing, ...wrong];
}

function checkString(schema: Schema & { type: 'string' }, value: unknown, field: string): FieldError[] {
  if (typeof value !== 'string') return [{ field, message: 'must be text' }];
  const { minLength = 0, maxLength = Infinity } = schema;
  if (value.length < minLength)
    return [
      {
        field,
        message: minLength === 1 ? 'must not be empty' : `must have at least ${minLength} characters`,
      },
    ];
  if (value.length > maxLength) return [{ field, message: `must have at most ${maxLength} characters` }];
  if (schema.enum && !schema.enum.includes(value))
    return [{ field, message: `must be one of ${schema.enum.join(', ')}` }];
  if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) {
    return [{ field, message: `must be ${schema['x-expects'] ?? `like ${schema.pattern}`}` }];
  }
  return [];
}

/** Checks the query of a request against what its route knows. */
export function checkQuery(schemas: Record<string, Schema>, query: URLSearchParams): void {
  const errors = [...query.keys()]
    .filter((name) => name !== 'access_token')
    .flatMap((name) => {
      const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
      if (!schema) return [{ field: name, message: 'is not a known parameter' }];
      const text = query.get(name)!;
      const value = schema.type === 'integer' || schema.type === 'number' ? Number(text) : text;
      return check(schema, value, name);
    });
  if (errors.length > 0) {
    const detail = errors.map((error) => `${error.field} ${error.message}`).join('; ');
    throw new SandboxProblem(400, 'invalid_request', `${detail}.`, errors);
  }
}
