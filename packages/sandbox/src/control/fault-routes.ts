import { limits } from '../limits.ts';
import type { Network } from '../network.ts';
import { SandboxProblem } from '../problem.ts';
import { faultKinds, type FaultKind, type FaultRequest } from '../world/faults.ts';
import { numberSchema } from './phone-routes.ts';
import type { Route } from './routes.ts';

/** Which fields each kind takes, beside `kind`, `number`, `device`, `times`, `probability` and `seed`. */
const fieldsOf: Record<FaultKind, readonly (keyof FaultRequest)[]> = {
  drop: ['on', 'messageId'],
  silent_ack: ['delivered'],
  ack_error: ['code'],
  redelivery: ['copies', 'messageId'],
  retry_request: ['messageId', 'askAfterMs'],
  login_failure: ['reason'],
  upgrade_status: ['status'],
  stream_error: ['code'],
  query: ['xmlns', 'code'],
};

const common = new Set<string>(['kind', 'number', 'device', 'times', 'probability', 'seed']);

/** Faults on demand. */
export const faultRoutes: Route[] = [
  {
    method: 'POST',
    path: '/faults',
    summary: 'Asks for a fault: now, or at the next moment that fits.',
    body: {
      type: 'object',
      required: ['kind'],
      properties: {
        kind: { type: 'string', enum: faultKinds },
        number: { ...numberSchema, description: 'The phone that it concerns; absent: any.' },
        device: { type: 'integer', minimum: 0, maximum: 1_000, description: 'One device of it.' },
        times: {
          type: 'integer',
          minimum: 0,
          maximum: 1_000_000,
          description: 'How often; absent: once; 0: until it is deleted.',
        },
        probability: {
          type: 'number',
          minimum: 0,
          maximum: 1,
          description: 'Chance each time; absent: always.',
        },
        seed: {
          type: 'integer',
          minimum: 0,
          maximum: 4_294_967_295,
          description: 'Makes the chances repeatable.',
        },
        on: {
          type: 'string',
          enum: ['now', 'handover', 'send', 'accepted'],
          description:
            'drop: now (absent), after a message was handed over, when the client sends one (it is lost), or when one was accepted and not yet acknowledged.',
        },
        delivered: {
          type: 'boolean',
          description: 'silent_ack: false loses the message; absent: it is delivered.',
        },
        copies: {
          type: 'integer',
          minimum: 2,
          maximum: 100,
          description: 'redelivery: copies in all; absent: 2.',
        },
        messageId: {
          type: 'string',
          minLength: 1,
          maxLength: limits.messageIdLength,
          description: 'Only this message.',
        },
        askAfterMs: {
          type: 'integer',
          minimum: 0,
          maximum: 86_400_000,
          description: 'retry_request: wait before asking.',
        },
        reason: {
          type: 'integer',
          minimum: 400,
          maximum: 599,
          description: 'login_failure: its reason; absent: 503.',
        },
        status: {
          type: 'integer',
          minimum: 400,
          maximum: 599,
          description: 'upgrade_status: HTTP status; absent: 503.',
        },
        code: {
          type: 'string',
          pattern: '^[0-9]{3}$',
          description: 'ack_error (absent: 463), stream_error (absent: 503), query (absent: silence).',
          'x-expects': 'three digits',
        },
        xmlns: {
          type: 'string',
          minLength: 1,
          maxLength: 100,
          description: 'query: which queries, such as usync or encrypt.',
        },
      },
    },
    answers: { 201: 'The fault, with its id.' },
    handle: ({ network, body }) => ({ status: 201, body: ask(network, body as unknown as FaultRequest) }),
  },
  {
    method: 'GET',
    path: '/faults',
    summary: 'The faults that were asked for, and how often each struck.',
    answers: { 200: 'The faults.' },
    handle: ({ network }) => ({ status: 200, body: { data: network.faults.list() } }),
  },
  {
    method: 'DELETE',
    path: '/faults/{id}',
    summary: 'Takes a fault back.',
    answers: { 204: 'It is gone.' },
    handle: ({ network, parameters }) => {
      if (!network.faults.remove(parameters['id']!)) {
        throw new SandboxProblem(404, 'fault_not_found', `There is no fault ${parameters['id']}.`);
      }
      return { status: 204 };
    },
  },
];

function ask(network: Network, request: FaultRequest) {
  const foreign = Object.keys(request).filter(
    (name) => !common.has(name) && !(fieldsOf[request.kind] as readonly string[]).includes(name),
  );
  if (foreign.length > 0) {
    throw new SandboxProblem(
      400,
      'invalid_request',
      `A ${request.kind} fault does not take ${foreign.join(', ')}.`,
      foreign.map((field) => ({ field, message: `does not belong to a ${request.kind} fault` })),
    );
  }
  if (request.kind === 'query' && !request.xmlns) {
    throw new SandboxProblem(400, 'invalid_request', 'xmlns is required.', [
      { field: 'xmlns', message: 'is required' },
    ]);
  }
  if (request.number) network.world.account(request.number);
  const fault = network.faults.add(request);
  strikeNow(network, fault.id, request);
  return network.faults.list().find((one) => one.id === fault.id);
}

/** Faults that need no occasion strike at once. */
function strikeNow(network: Network, id: string, request: FaultRequest): void {
  const isNow =
    request.kind === 'stream_error' ||
    (request.kind === 'drop' && (request.on === undefined || request.on === 'now'));
  if (isNow) {
    for (const connection of network.deliveries.connections(request.number)) {
      if (request.device !== undefined && connection.companion?.id !== request.device) continue;
      if (request.kind === 'drop') connection.drop();
      else connection.endStream(null, request.code ?? '503');
      network.faults.count(id);
    }
    return;
  }
  if (request.kind === 'retry_request' && request.messageId) {
    const row = network.world.ledger
      .rows(request.number)
      .find((one) => one.id === request.messageId && (!request.number || one.to === request.number));
    const reader = row && network.world.find(row.to);
    if (!row || !reader) return;
    if (network.phoneOf(reader).askAgain(row)) network.faults.count(id);
  }
}
