// Our own rules for openapi.yaml, run by `npm run contract:lint` beside Redocly's (redocly.yaml). They hold what the
// server and the tests rely on: each operation says everything about itself, the tables match their enums, requests
// are closed and bounded, and references can be inlined.
import { amountsWithoutLimit, findCycles, openRequestBodies, referencesOf } from './contract-schemas.mjs';

/** The plugin, as Redocly wants it. */
export default function contractRules() {
  const oas3 = {
    'operation-says-all': () => ({ Operation: { enter: checkOperation } }),
    'tables-match-enums': () => ({ Root: { enter: checkTables } }),
    'schemas-hold': () => ({ Root: { enter: checkSchemas } }),
    'problems-match': () => ({ Root: { enter: checkProblems } }),
  };
  return { id: 'contract', rules: { oas3 } };
}

/** Answers that every operation can give; which others it can follows from what it takes. */
const always = ['400', '429', '500', '503'];

function checkOperation(operation, { report, location, rawLocation, parent, key }) {
  const at = rawLocation ?? location;
  const complain = (message, ...path) => report({ message, location: at.child(path) });
  const isEvent = at.pointer.startsWith('#/webhooks');
  const method = String(key);

  if (operation.tags?.length !== 1) complain('An operation has exactly one tag.', 'tags');
  if (!/^[a-z]+([A-Z][A-Za-z]*)+$/.test(operation.operationId ?? ''))
    complain('operationId is verbNoun.', 'operationId');
  if ((operation.description ?? '').length < 40)
    complain('The description says what a reader cannot guess.', 'description');
  if (operation['x-permission'] === undefined) complain('An operation has x-permission.', 'x-permission');
  const audit = operation['x-audit'];
  if (audit !== false && !/^[a-z_]+\.[a-z_]+$/.test(audit ?? ''))
    complain('x-audit is a kind (noun.participle) or false.', 'x-audit');
  checkExamples(operation, complain);
  if (isEvent) return;

  const permission = operation['x-permission'];
  const isOpen = operation.security?.length === 0;
  if ((permission === 'public') !== isOpen)
    complain('x-permission is public exactly where security is [].', 'x-permission');
  const repeat = operation['x-idempotency'];
  if (method === 'post' && !['accepted', 'refused', 'natural'].includes(repeat)) {
    complain(
      'A POST says whether Idempotency-Key is accepted, refused, or not needed (natural).',
      'x-idempotency',
    );
  }
  const parameters = [...(parent.parameters ?? []), ...(operation.parameters ?? [])].map(
    (entry) => entry.$ref?.split('/').at(-1) ?? entry.name,
  );
  if ((repeat === 'accepted') !== parameters.includes('IdempotencyKey')) {
    complain('The parameter Idempotency-Key is there exactly where x-idempotency is accepted.', 'parameters');
  }

  const answers = Object.keys(operation.responses ?? {});
  if (!answers.some((status) => status.startsWith('2') || status === '101'))
    complain('An operation has an answer for success.', 'responses');
  const wanted = [...always];
  if (!isOpen) wanted.push('401', '403');
  if (operation.requestBody) wanted.push('413', '415');
  if (parameters.some((name) => name === 'ActingAccount' || /^[A-Z].*Id$/.test(name))) wanted.push('404');
  if (parameters.includes('IfMatch')) wanted.push('412');
  if (repeat === 'accepted') wanted.push('409');
  for (const status of wanted) {
    if (!answers.includes(status))
      complain(`This operation can answer ${status} and does not say so.`, 'responses');
  }
}

function checkExamples(operation, complain) {
  for (const [type, content] of Object.entries(operation.requestBody?.content ?? {})) {
    const names = Object.keys(content.examples ?? {});
    if (names.length === 0) complain('A request body has named examples.', 'requestBody', 'content', type);
  }
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    for (const [type, content] of Object.entries(response.content ?? {})) {
      if (Object.keys(content.examples ?? {}).length === 0)
        complain('An answer has named examples.', 'responses', status, 'content', type);
    }
  }
}

function checkTables(root, { report, location }) {
  const complain = (message, ...path) => report({ message, location: location.child(path) });
  const schemas = root.components.schemas;
  const pairs = [
    ['x-permissions', schemas.Permission.enum],
    ['x-roles', schemas.Role.enum],
    ['x-components', Object.keys(schemas.EmbedComponents.properties)],
    ['x-problem-codes', schemas.ProblemCode.enum],
    ['x-session-reasons', schemas.SessionReasonCode.enum],
    ['x-health-causes', schemas.SessionHealthCode.enum],
    ['x-message-failures', schemas.MessageFailureCode.enum],
    ['x-bye-codes', schemas.ByeCode.enum],
    ['webhooks', schemas.EventType.enum],
  ];
  for (const [table, values] of pairs) {
    const rows = Object.keys(root[table]);
    for (const value of values)
      if (!rows.includes(value)) complain(`${table} has no row for ${value}.`, table);
    for (const row of rows)
      if (!values.includes(row)) complain(`${row} is in ${table} and not in its enum.`, table, row);
  }
  const events = Object.keys(schemas.Event.discriminator.mapping);
  if (events.join() !== schemas.EventType.enum.join())
    complain('Event and EventType list the same types.', 'components', 'schemas', 'Event');

  const known = Object.keys(root['x-permissions']);
  const used = [
    ...Object.values(root['x-roles']).flat(),
    ...Object.values(root['x-components']).flatMap(({ reads, features }) => [
      ...reads,
      ...Object.values(features).flat(),
    ]),
    ...[...Object.values(root.paths), ...Object.values(root.webhooks)].flatMap((item) =>
      Object.values(item).flatMap((operation) => operation['x-permission'] ?? []),
    ),
  ];
  for (const permission of new Set(used)) {
    if (!known.includes(permission) && permission !== 'public' && permission !== 'authenticated') {
      complain(`${permission} is not in x-permissions.`, 'x-permissions');
    }
  }
  for (const permission of known) {
    if (!root['x-roles'].admin.includes(permission))
      complain(`An admin may do all, ${permission} too.`, 'x-roles', 'admin');
  }
  for (const [component, { features }] of Object.entries(root['x-components'])) {
    const named = schemas.EmbedComponents.properties[component].properties.features?.items.enum;
    if (named && named.join() !== Object.keys(features).join())
      complain('The features differ from EmbedComponents.', 'x-components', component);
  }
  for (const table of ['x-session-reasons', 'x-health-causes']) {
    for (const [code, { action }] of Object.entries(root[table])) {
      if (!schemas.SessionAction.enum.includes(action))
        complain(`${action} is not a SessionAction.`, table, code);
    }
  }
}

function checkSchemas(root, { report, location }) {
  const complain = (message, path) => report({ message, location: location.child(path) });
  for (const path of openRequestBodies(root))
    complain('A request refuses fields it does not know: additionalProperties: false.', path);
  for (const { path, missing } of amountsWithoutLimit(root)) complain(`This value has no ${missing}.`, path);
  for (const cycle of findCycles(root))
    complain(`References go round: ${cycle.join(' -> ')}.`, ['components']);
  const used = referencesOf(root);
  for (const [kind, components] of Object.entries(root.components)) {
    if (kind === 'securitySchemes') continue;
    for (const [name, component] of Object.entries(components)) {
      const pointer = `#/components/${kind}/${name}`;
      if (component.$ref)
        complain('A component is never only a reference: the server could not inline it.', [
          'components',
          kind,
          name,
        ]);
      if (!used.has(pointer)) complain(`${pointer} is never used.`, ['components', kind, name]);
    }
  }
}

/** Every problem code has an example, and each example says what the table says. */
function checkProblems(root, { report, location }) {
  const complain = (message, ...path) => report({ message, location: location.child(path) });
  const seen = new Set();
  for (const [name, response] of Object.entries(root.components.responses)) {
    for (const example of Object.values(response.content?.['application/problem+json']?.examples ?? {})) {
      const key = example.$ref.split('/').at(-1);
      const problem = root.components.examples[key].value;
      const row = root['x-problem-codes'][problem.code];
      seen.add(problem.code);
      if (
        row?.status !== problem.status ||
        row?.title !== problem.title ||
        problem.type !== `urn:metahub:problem:${problem.code}`
      ) {
        complain(
          `${key} differs from the row of ${problem.code} in x-problem-codes.`,
          'components',
          'examples',
          key,
        );
      }
      for (const item of Object.values(root.paths)) {
        for (const operation of Object.values(item)) {
          for (const [status, answer] of Object.entries(operation.responses ?? {})) {
            if (answer.$ref === `#/components/responses/${name}` && status !== String(problem.status)) {
              complain(
                `${operation.operationId} answers ${name} as ${status}.`,
                'components',
                'responses',
                name,
              );
            }
          }
        }
      }
    }
  }
  for (const [code, { outside }] of Object.entries(root['x-problem-codes'])) {
    if (!seen.has(code) && !outside)
      complain(`No answer shows the problem ${code}.`, 'x-problem-codes', code);
  }
}
