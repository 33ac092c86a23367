import type { Network } from '../network.ts';
import { limits } from '../limits.ts';
import { SandboxProblem } from '../problem.ts';
import type { HistorySettings } from '../world/account.ts';
import type { Route } from './routes.ts';
import type { Schema } from './schema.ts';
import { chatView, messageView, phoneView } from './views.ts';

/** A phone number as the network knows it. */
export const numberSchema: Schema = {
  type: 'string',
  pattern: '^[1-9][0-9]{6,14}$',
  description: 'Phone number as the network knows it: country code and digits only.',
  'x-expects': 'a phone number with country code, 7 to 15 digits and nothing else',
};

/** Phones: making them, linking companions, writing, reading. */
export const phoneRoutes: Route[] = [
  {
    method: 'GET',
    path: '/phones',
    summary: 'All phones, with their linked devices.',
    answers: { 200: 'The phones.' },
    handle: ({ network }) => ({
      status: 200,
      body: { data: network.world.accounts().map((account) => phoneView(network, account)) },
    }),
  },
  {
    method: 'POST',
    path: '/phones',
    summary: 'Makes a phone. The same number again finds it, and takes over the name.',
    body: {
      type: 'object',
      required: ['number'],
      properties: {
        number: numberSchema,
        name: {
          type: 'string',
          minLength: 1,
          maxLength: limits.nameLength,
          description: 'Profile name that others see.',
        },
        lid: {
          type: 'string',
          pattern: '^[1-9][0-9]{13,14}$',
          description: 'Hidden id of the account; made up when absent.',
          'x-expects': '14 or 15 digits',
        },
        username: {
          type: 'string',
          pattern: '^[a-z0-9._]{3,35}$',
          description: 'A name by which others may find the account without its number.',
          'x-expects': '3 to 35 small letters, digits, dots or underscores',
        },
        hidesNumber: {
          type: 'boolean',
          description: 'Others learn the LID and the username only, never the number.',
        },
        history: {
          type: 'object',
          description: 'What a companion is told at its first login of the time before; absent: nothing.',
          required: ['chats', 'messages'],
          properties: {
            chats: {
              type: 'integer',
              minimum: 0,
              maximum: limits.historyChats,
              description: 'The latest so many.',
            },
            messages: {
              type: 'integer',
              minimum: 0,
              maximum: limits.messagesPerChat,
              description: 'The latest so many of each chat.',
            },
            external: {
              type: 'boolean',
              description: 'As files on the media host; absent: inside the messages that tell of it.',
            },
          },
        },
      },
    },
    answers: { 200: 'The phone was there.', 201: 'The phone was made.' },
    handle: ({ network, body }) => makePhone(network, body as unknown as PhoneRequest),
  },
  {
    method: 'GET',
    path: '/phones/{number}',
    summary: 'One phone.',
    answers: { 200: 'The phone.' },
    handle: ({ network, parameters }) => ({
      status: 200,
      body: phoneView(network, network.world.account(parameters['number']!)),
    }),
  },
  {
    method: 'DELETE',
    path: '/phones/{number}',
    summary: 'Removes a phone with its chats; its companions are logged out.',
    answers: { 204: 'It is gone.' },
    handle: ({ network, parameters }) => {
      network.removePhone(network.world.account(parameters['number']!));
      return { status: 204 };
    },
  },
  {
    method: 'POST',
    path: '/phones/{number}/scan',
    summary: 'The phone scans a linking QR. Answers when the client is linked.',
    body: {
      type: 'object',
      required: ['qr'],
      properties: {
        qr: {
          type: 'string',
          minLength: 1,
          maxLength: limits.offeredQrLength,
          description: 'Text of the QR.',
        },
      },
    },
    answers: { 201: 'The device that was linked.' },
    handle: async ({ network, parameters, body }) => {
      const companion = await network.pairing.scan(
        network.world.account(parameters['number']!),
        body['qr'] as string,
      );
      return { status: 201, body: { id: companion.id, platform: companion.platform } };
    },
  },
  {
    method: 'POST',
    path: '/phones/{number}/link-code',
    summary: 'The owner types a pairing code on the phone. Answers when the client is linked.',
    body: {
      type: 'object',
      required: ['code'],
      properties: {
        code: {
          type: 'string',
          pattern: '^[A-Za-z0-9]{4}-?[A-Za-z0-9]{4}$',
          'x-expects': 'the eight letters and digits that the client shows',
        },
      },
    },
    answers: { 201: 'The device that was linked.' },
    handle: async ({ network, parameters, body }) => {
      const code = (body['code'] as string).replace('-', '').toUpperCase();
      const companion = await network.pairing.codes.type(network.world.account(parameters['number']!), code);
      return { status: 201, body: { id: companion.id, platform: companion.platform } };
    },
  },
  {
    method: 'DELETE',
    path: '/phones/{number}/devices/{id}',
    summary: 'The owner unlinks a device on the phone.',
    answers: { 204: 'It is unlinked and logged out.' },
    handle: ({ network, parameters }) => {
      const account = network.world.account(parameters['number']!);
      const companion = account.companions.get(Number(parameters['id']));
      if (!companion) {
        throw new SandboxProblem(
          404,
          'device_not_found',
          `${account.number} has no linked device ${parameters['id']}.`,
        );
      }
      network.unlink(companion);
      return { status: 204 };
    },
  },
  {
    method: 'GET',
    path: '/phones/{number}/chats',
    summary: 'The chats of a phone, the latest first.',
    answers: { 200: 'The chats.' },
    handle: ({ network, parameters }) => {
      const account = network.world.account(parameters['number']!);
      const chats = network.world.chats.list(account.number);
      return { status: 200, body: { data: chats.map((chat) => chatView(network, account, chat)) } };
    },
  },
  {
    method: 'GET',
    path: '/phones/{number}/chats/{peer}/messages',
    summary: 'What the phone sees of one chat, in order; empty when there is none.',
    query: {
      limit: {
        type: 'integer',
        minimum: 1,
        maximum: limits.messagesPerChat,
        description: 'Only the last so many.',
      },
    },
    answers: { 200: 'The messages.' },
    handle: ({ network, parameters, query }) => {
      const account = network.world.account(parameters['number']!);
      const messages =
        network.world.chats.find(account.number, peerOf(network, parameters['peer']!))?.messages ?? [];
      const limit = Number(query.get('limit') ?? limits.messagesPerChat);
      return { status: 200, body: { data: messages.slice(-limit).map(messageView) } };
    },
  },
  {
    method: 'POST',
    path: '/phones/{number}/chats/{peer}/read',
    summary: 'The owner opens the chat: everything in it is read.',
    body: { type: 'object', properties: {} },
    answers: { 200: 'How many messages became read.' },
    handle: ({ network, parameters }) => {
      const account = network.world.account(parameters['number']!);
      const read = network.phoneOf(account).read(peerOf(network, parameters['peer']!));
      return { status: 200, body: { read } };
    },
  },
  {
    method: 'POST',
    path: '/phones/{number}/chats/{peer}/typing',
    summary: 'The owner types in the chat, or stops.',
    body: {
      type: 'object',
      properties: {
        state: {
          type: 'string',
          enum: ['composing', 'recording', 'paused'],
          description: 'Absent: composing.',
        },
      },
    },
    answers: { 202: 'Connected devices of the peer were told.' },
    handle: ({ network, parameters, body }) => {
      const account = network.world.account(parameters['number']!);
      const peer = network.world.account(peerOf(network, parameters['peer']!));
      network
        .phoneOf(account)
        .type(peer, (body['state'] as 'composing' | 'recording' | 'paused') ?? 'composing');
      return { status: 202 };
    },
  },
];

interface PhoneRequest {
  number: string;
  name?: string;
  lid?: string;
  username?: string;
  hidesNumber?: boolean;
  history?: HistorySettings;
}

function makePhone(network: Network, request: PhoneRequest) {
  const { number, lid } = request;
  const name = request.name ?? number;
  const { account, created } = network.world.addPhone({ number, lid, name, now: network.world.clock.now() });
  const changes = (['name', 'username', 'hidesNumber', 'history'] as const).filter(
    (field) =>
      request[field] !== undefined && JSON.stringify(request[field]) !== JSON.stringify(account[field]),
  );
  for (const field of changes) Object.assign(account, { [field]: request[field] });
  if (changes.length > 0) network.world.saveAccount(account);
  const { name: shown } = account;
  if (created) network.events.emit('phone.created', [number], { number, name: shown });
  else if (changes.length > 0) network.events.emit('phone.updated', [number], { number, name: shown });
  return { status: created ? 201 : 200, body: phoneView(network, account) };
}

/** The key of a chat, however its peer's number is spelled. */
export function peerOf(network: Network, spelled: string): string {
  return network.world.lookUp(spelled)?.number ?? spelled;
}
