// Walks the schemas of openapi.yaml for contract-rules.mjs. Everything here is pure: the parsed contract in, paths of
// what is wrong out.

/** What a `$ref` of this one-file contract points to. */
export function lookUp(root, pointer) {
  return pointer
    .slice(2)
    .split('/')
    .reduce((node, part) => node?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], root);
}

/** Every `$ref` of the contract, also those in extensions. */
export function referencesOf(node, found = new Set()) {
  if (typeof node !== 'object' || node === null) return found;
  if (typeof node.$ref === 'string') found.add(node.$ref);
  for (const value of Object.values(node)) referencesOf(value, found);
  return found;
}

/** Chains of references that come back to where they began. */
export function findCycles(root) {
  const cycles = [];
  const done = new Set();
  const visit = (pointer, trail) => {
    const start = trail.indexOf(pointer);
    if (start >= 0) cycles.push([...trail.slice(start), pointer]);
    if (start >= 0 || done.has(pointer)) return;
    for (const next of referencesOf(lookUp(root, pointer))) visit(next, [...trail, pointer]);
    done.add(pointer);
  };
  for (const pointer of referencesOf(root)) visit(pointer, []);
  return cycles;
}

/** Paths of the object schemas in request bodies and client frames that let unknown fields pass. */
export function openRequestBodies(root) {
  const open = new Set();
  const visit = (schema, path) => {
    if (typeof schema !== 'object' || schema === null) return;
    if (schema.$ref) return visit(lookUp(root, schema.$ref), schema.$ref.slice(2).split('/'));
    if (schema.properties && schema.additionalProperties !== false) open.add(JSON.stringify(path));
    for (const [name, inner, part] of innerSchemas(schema)) visit(inner, [...path, name, ...part]);
  };
  for (const [path, item] of Object.entries(root.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      for (const [type, content] of Object.entries(operation.requestBody?.content ?? {})) {
        visit(content.schema, ['paths', path, method, 'requestBody', 'content', type, 'schema']);
      }
    }
  }
  visit(root.components.schemas.RealtimeClientFrame, ['components', 'schemas', 'RealtimeClientFrame']);
  return [...open].map((path) => JSON.parse(path));
}

/** Paths of strings, lists, numbers and maps without limits, wherever a schema stands in the contract. */
export function amountsWithoutLimit(root) {
  const unlimited = [];
  const visit = (schema, path) => {
    if (typeof schema !== 'object' || schema === null || schema.$ref) return;
    const missing = missingLimit(schema);
    if (missing) unlimited.push({ path, missing });
    for (const [name, inner, part] of innerSchemas(schema)) visit(inner, [...path, name, ...part]);
  };
  const search = (node, path) => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'examples' || key === 'example') continue;
      if (key === 'schema') visit(value, [...path, key]);
      else if (key === 'schemas' && path.at(-1) === 'components') {
        for (const [name, schema] of Object.entries(value)) visit(schema, [...path, key, name]);
      } else search(value, [...path, key]);
    }
  };
  search(root, []);
  return unlimited;
}

function missingLimit(schema) {
  const types = [schema.type].flat();
  const closed = schema.enum !== undefined || schema.const !== undefined;
  if (types.includes('string') && !closed && schema.maxLength === undefined && !types.includes('number'))
    return 'maxLength';
  if (types.includes('array') && schema.maxItems === undefined) return 'maxItems';
  if (
    (types.includes('integer') || types.includes('number')) &&
    !types.includes('string') &&
    (schema.minimum === undefined || schema.maximum === undefined)
  ) {
    return 'minimum and maximum';
  }
  if (
    types.includes('object') &&
    typeof schema.additionalProperties === 'object' &&
    schema.maxProperties === undefined
  )
    return 'maxProperties';
  return null;
}

/** The schemas right inside one, each with its keyword and the rest of its path. */
function innerSchemas(schema) {
  return [
    ...Object.entries(schema.properties ?? {}).map(([name, inner]) => ['properties', inner, [name]]),
    ...['oneOf', 'anyOf', 'allOf'].flatMap((word) =>
      (schema[word] ?? []).map((inner, index) => [word, inner, [index]]),
    ),
    ...['items', 'additionalProperties', 'not', 'if', 'then', 'else']
      .filter((word) => typeof schema[word] === 'object')
      .map((word) => [word, schema[word], []]),
  ];
}
