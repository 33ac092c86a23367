import type { ServerResponse } from 'node:http';
import { limits } from '../limits.ts';
import { SandboxProblem } from '../problem.ts';
import type { SandboxEvent } from '../world/events.ts';
import { numberSchema } from './phone-routes.ts';
import type { Route, RouteContext } from './routes.ts';

const open = new WeakMap<object, number>();

/** What happens, as it happens. */
export const eventRoutes: Route[] = [
  {
    method: 'GET',
    path: '/events',
    summary:
      'Server-sent events of all that happens; each is a JSON object with id, type, at, numbers and data.',
    query: {
      number: { ...numberSchema, description: 'Only events that concern this phone.' },
      after: {
        type: 'integer',
        minimum: 0,
        description: 'First the remembered events after this id; Last-Event-ID does the same.',
      },
    },
    answers: { 200: 'A stream (text/event-stream) that ends when either side closes it.' },
    handle: (context) => {
      stream(context);
      return undefined;
    },
  },
];

function stream({ network, query, request, response }: RouteContext): void {
  const streams = open.get(network) ?? 0;
  if (streams >= limits.eventStreams) {
    throw new SandboxProblem(
      503,
      'too_many_streams',
      `At most ${limits.eventStreams} event streams at a time.`,
    );
  }
  open.set(network, streams + 1);
  const number = query.get('number');
  const concerns = (event: SandboxEvent) =>
    number === null || event.numbers.length === 0 || event.numbers.includes(number);
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.write(': the events of this sandbox follow\n\n');
  const after = Number(request.headers['last-event-id'] ?? query.get('after') ?? NaN);
  if (Number.isFinite(after))
    network.events
      .since(after)
      .filter(concerns)
      .forEach((event) => send(response, event));
  // An event is told after what it tells of is durable.
  const unsubscribe = network.events.subscribe((event) => {
    if (concerns(event)) network.gate.afterCommit(() => send(response, event));
  });
  const heartbeat = setInterval(() => response.write(': still here\n\n'), limits.eventHeartbeatMs);
  response.on('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
    open.set(network, (open.get(network) ?? 1) - 1);
  });
}

function send(response: ServerResponse, event: SandboxEvent): void {
  if (response.destroyed) return;
  response.write(`id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`);
  if (response.writableLength > limits.eventBufferBytes) response.destroy();
}
