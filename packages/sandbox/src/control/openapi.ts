import type { Route } from './routes.ts';
import type { Schema } from './schema.ts';

const problemAnswer = {
  description:
    'A problem (RFC 9457): `code` is stable, `detail` says what to do, `errors` names wrong fields.',
  content: {
    'application/problem+json': {
      schema: {
        type: 'object',
        required: ['type', 'title', 'status', 'detail', 'code'],
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
          code: { type: 'string' },
          errors: {
            type: 'array',
            items: {
              type: 'object',
              required: ['field', 'message'],
              properties: { field: { type: 'string' }, message: { type: 'string' } },
            },
          },
        },
      },
    },
  },
};

/** The description of the control API, made of the routes that are served. */
export function describeRoutes(routes: Route[], serverUrl: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    paths[route.path]![route.method.toLowerCase()] = describe(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'MetaHub sandbox, control API',
      version: '1',
      description: 'Drives the simulated phones of a WhatsApp Web peer. What is not here does not exist.',
    },
    servers: [{ url: serverUrl }],
    paths,
  };
}

function describe(route: Route): object {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(route.query ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: publicSchema(schema),
  }));
  return {
    operationId: operationId(route),
    summary: route.summary,
    parameters: [...inPath, ...inQuery],
    ...(route.body
      ? {
          requestBody: {
            required: (route.body.required ?? []).length > 0,
            content: { 'application/json': { schema: publicSchema(route.body) } },
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, description]) => [status, { description }]),
      ),
      default: problemAnswer,
    },
  };
}

/** `POST /phones/{number}/scan` is `postPhonesScan`. */
function operationId({ method, path }: Route): string {
  const words = path.split('/').filter((part) => part && !part.startsWith('{'));
  const name = words
    .flatMap((word) => word.split(/[-.]/))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const one = path.endsWith('}') ? 'One' : '';
  return `${method.toLowerCase()}${name.join('')}${one}`;
}

function publicSchema(schema: Schema): object {
  const {
    'x-expects': _,
    'x-open': isOpen,
    ...rest
  } = schema as Schema & { 'x-expects'?: string; 'x-open'?: boolean };
  if (rest.type === 'object') {
    const properties = Object.entries(rest.properties).map(([name, property]) => [
      name,
      publicSchema(property),
    ]);
    return { ...rest, properties: Object.fromEntries(properties), additionalProperties: isOpen ?? false };
  }
  return rest.type === 'array' ? { ...rest, items: publicSchema(rest.items) } : rest;
}
