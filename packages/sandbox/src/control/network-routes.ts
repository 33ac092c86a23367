import { limits } from '../limits.ts';
import { SandboxProblem } from '../problem.ts';
import type { Network } from '../network.ts';
import { makeMessageId, type Account } from '../world/account.ts';
import { numberSchema } from './phone-routes.ts';
import type { Route } from './routes.ts';
import { ledgerView } from './views.ts';

/** The network as a whole: readiness, trust, load, the ledger, stanzas, reset. */
export const networkRoutes: Route[] = [
  {
    method: 'GET',
    path: '/health',
    summary: 'Ready or not, and what the sandbox did not understand.',
    answers: { 200: 'It is ready.' },
    handle: ({ network, place }) => ({
      status: 200,
      body: {
        status: 'ready',
        socketUrl: place.socketUrl,
        phones: network.world.accounts().length,
        connections: network.connectionCount,
        unknownStanzas: network.stanzas.unknownCount,
        unknown: network.stanzas.unknownKinds(),
      },
    }),
  },
  {
    method: 'GET',
    path: '/trust',
    summary:
      'What a client in sandbox mode must trust: the root of the Noise certificates and the CA of the media host.',
    answers: { 200: 'Root key (base64, 32 bytes) and CA certificate (PEM).' },
    handle: ({ network, place }) => ({
      status: 200,
      body: {
        rootKey: network.keys.root.public.toString('base64'),
        caCertificate: place.caCertificate,
        socketUrl: place.socketUrl,
        mediaHost: network.mediaHost.hostname,
      },
    }),
  },
  {
    method: 'POST',
    path: '/bulk',
    summary: 'Load: many phones write to one, in turns. Answers the ids at once; the messages follow.',
    body: {
      type: 'object',
      required: ['from', 'to', 'count'],
      properties: {
        from: { type: 'array', items: numberSchema, minItems: 1, maxItems: limits.bulkSenders },
        to: numberSchema,
        count: { type: 'integer', minimum: 1, maximum: limits.bulkMessages, description: 'Messages in all.' },
        rate: {
          type: 'number',
          minimum: 0.1,
          maximum: 100_000,
          description: 'Messages per second; absent: as fast as it goes.',
        },
        text: {
          type: 'string',
          minLength: 1,
          maxLength: limits.textLength - 10,
          description: 'Text; each message adds its number.',
        },
        addressing: { type: 'string', enum: ['pn', 'lid'] },
      },
    },
    answers: { 202: 'The ids, in the order of writing.' },
    handle: ({ network, body }) => ({
      status: 202,
      body: { ids: writeBulk(network, body as unknown as BulkRequest) },
    }),
  },
  {
    method: 'GET',
    path: '/ledger',
    summary: 'What happened to each message: the judge for lost and doubled.',
    query: {
      number: { ...numberSchema, description: 'Only messages that this number wrote or received.' },
      id: { type: 'string', maxLength: limits.messageIdLength },
      limit: { type: 'integer', minimum: 1, maximum: limits.listRows, description: 'Only the last so many.' },
    },
    answers: { 200: 'The rows, in the order of acceptance.' },
    handle: ({ network, query }) => {
      const number = query.get('number') ?? undefined;
      const id = query.get('id');
      const rows = network.world.ledger.rows(number).filter((row) => id === null || row.id === id);
      const limit = Number(query.get('limit') ?? limits.listRows);
      return { status: 200, body: { data: rows.slice(-limit).map((row) => ledgerView(row, number)) } };
    },
  },
  {
    method: 'GET',
    path: '/stanzas',
    summary: 'The last decoded stanzas of the companions of one phone, for people who debug.',
    query: { number: numberSchema },
    answers: { 200: 'The stanzas, oldest first.' },
    handle: ({ network, query }) => {
      const number = query.get('number');
      if (number === null) {
        throw new SandboxProblem(400, 'invalid_request', 'number is required.', [
          { field: 'number', message: 'is required' },
        ]);
      }
      network.world.account(number);
      return { status: 200, body: { data: network.stanzas.list(number) } };
    },
  },
  {
    method: 'POST',
    path: '/reset',
    summary:
      'Forgets all phones, chats, faults and the ledger; clients are logged out. The keys of the network stay.',
    body: { type: 'object', properties: {} },
    answers: { 204: 'It is empty.' },
    handle: ({ network }) => {
      network.reset();
      return { status: 204 };
    },
  },
];

interface BulkRequest {
  from: string[];
  to: string;
  count: number;
  rate?: number;
  text?: string;
  addressing?: 'pn' | 'lid';
}

function writeBulk(network: Network, request: BulkRequest): string[] {
  const authors = request.from.map((number) => network.world.account(number));
  const to = network.world.lookUp(request.to);
  if (!to) {
    throw new SandboxProblem(
      404,
      'recipient_not_found',
      `${request.to} is not on this network. Make it with POST /phones.`,
    );
  }
  const ids = Array.from({ length: request.count }, makeMessageId);
  sendAll(network, authors, to, ids, request).catch((error: Error) => {
    network.logger.error({ error: error.message }, 'bulk writing stopped');
  });
  return ids;
}

async function sendAll(
  network: Network,
  authors: Account[],
  to: Account,
  ids: string[],
  request: BulkRequest,
): Promise<void> {
  const { text = 'Mensagem', rate, addressing } = request;
  const started = Date.now();
  for (let start = 0; start < ids.length; start += limits.bulkChunk) {
    // The listener must breathe: a chunk at a time, then whatever else waits.
    const wait = rate === undefined ? 0 : started + (start / rate) * 1000 - Date.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    else await new Promise((resolve) => setImmediate(resolve));
    const size = Math.min(limits.bulkChunk, ids.length - start);
    await Promise.all(
      ids.slice(start, start + size).map((id, offset) => {
        const index = start + offset;
        const author = authors[index % authors.length]!;
        return network
          .phoneOf(author)
          .write({ to, id, addressing, message: { conversation: `${text} ${index + 1}` } });
      }),
    );
  }
}
