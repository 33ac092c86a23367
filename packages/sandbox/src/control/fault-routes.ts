import { endFault, strikeNow } from '../actors/sudden-faults.ts';
import type { Network } from '../network.ts';
import { SandboxProblem } from '../problem.ts';
import type { FaultRequest } from '../world/faults.ts';
import { commonFields, faultSchema, fieldsOf, requiredOf } from './fault-schema.ts';
import type { Route } from './routes.ts';

/** Faults on demand. */
export const faultRoutes: Route[] = [
  {
    method: 'POST',
    path: '/faults',
    summary: 'Asks for a fault: now, or at the next moment that fits.',
    body: faultSchema,
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
      const fault = network.faults.remove(parameters['id']!);
      if (!fault) {
        throw new SandboxProblem(404, 'fault_not_found', `There is no fault ${parameters['id']}.`);
      }
      endFault(network, fault);
      return { status: 204 };
    },
  },
];

function ask(network: Network, request: FaultRequest) {
  const foreign = Object.keys(request).filter(
    (name) => !commonFields.has(name) && !(fieldsOf[request.kind] as readonly string[]).includes(name),
  );
  if (foreign.length > 0) {
    throw new SandboxProblem(
      400,
      'invalid_request',
      `A ${request.kind} fault does not take ${foreign.join(', ')}.`,
      foreign.map((field) => ({ field, message: `does not belong to a ${request.kind} fault` })),
    );
  }
  const missing = (requiredOf[request.kind] ?? []).find((field) => request[field] === undefined);
  if (missing) {
    throw new SandboxProblem(400, 'invalid_request', `${missing} is required.`, [
      { field: missing, message: 'is required' },
    ]);
  }
  if (request.number) network.world.account(request.number);
  const fault = network.faults.add(request);
  strikeNow(network, fault);
  return network.faults.list().find((one) => one.id === fault.id);
}
