import { randomUUID } from 'node:crypto';
import { limits } from '../limits.ts';
import { encodeMessage } from '../actors/message-body.ts';
import { messageAckKey } from '../actors/message-addressing.ts';
import { SandboxProblem } from '../problem.ts';
import { makeMessageId, type ReplyRule } from '../world/account.ts';
import { numberSchema, peerOf } from './phone-routes.ts';
import type { Route } from './routes.ts';
import { time } from './views.ts';
import type { Call } from '../actors/calls.ts';

/** What an owner does with the account: lists, presence, calls, answers by themselves, a new phone, a new number. */
export const accountRoutes: Route[] = [
  {
    method: 'POST',
    path: '/phones/{number}/contacts',
    summary: 'The owner saves a contact under a name; all devices of the account learn it.',
    body: {
      type: 'object',
      required: ['number', 'name'],
      properties: {
        number: numberSchema,
        name: { type: 'string', minLength: 1, maxLength: limits.nameLength },
      },
    },
    answers: { 204: 'It is saved.' },
    handle: ({ network, parameters, body }) => {
      const account = network.world.account(parameters['number']!);
      network.lists.name(account, peerOf(network, body['number'] as string), body['name'] as string);
      return { status: 204 };
    },
  },
  listRoute('archive', 'archived'),
  listRoute('pin', 'pinned'),
  {
    method: 'POST',
    path: '/phones/{number}/presence',
    summary: 'The owner takes the phone in hand, or puts it away; those that asked are told.',
    body: {
      type: 'object',
      required: ['state'],
      properties: { state: { type: 'string', enum: ['available', 'unavailable'] } },
    },
    answers: { 204: 'It is so.' },
    handle: ({ network, parameters, body }) => {
      const account = network.world.account(parameters['number']!);
      account.online = body['state'] === 'available';
      account.lastSeenAt = network.world.clock.now();
      network.world.saveAccount(account);
      network.presences.changed(account);
      return { status: 204 };
    },
  },
  {
    method: 'POST',
    path: '/phones/{number}/calls',
    summary: 'The phone rings another one.',
    body: { type: 'object', required: ['to'], properties: { to: numberSchema, video: { type: 'boolean' } } },
    answers: { 201: 'The call, which rings.' },
    handle: ({ network, parameters, body }) => {
      const from = network.world.account(parameters['number']!);
      const to = network.world.account(peerOf(network, body['to'] as string));
      return { status: 201, body: callView(network.calls.start(from, to, body['video'] === true)) };
    },
  },
  {
    method: 'GET',
    path: '/phones/{number}/calls',
    summary: 'Calls from and to this phone, and what became of them.',
    answers: { 200: 'The calls, oldest first.' },
    handle: ({ network, parameters }) => {
      const { number } = network.world.account(parameters['number']!);
      return { status: 200, body: { data: network.calls.list(number).map(callView) } };
    },
  },
  {
    method: 'POST',
    path: '/calls/{id}/end',
    summary: 'The caller gives up.',
    body: { type: 'object', properties: {} },
    answers: { 200: 'The call.' },
    handle: ({ network, parameters }) => {
      const call = network.calls.find(parameters['id']!);
      network.calls.end(call);
      return { status: 200, body: callView(call) };
    },
  },
  {
    method: 'POST',
    path: '/calls/{id}/answer',
    summary: 'The callee answers on the phone.',
    body: { type: 'object', properties: {} },
    answers: { 200: 'The call.' },
    handle: ({ network, parameters }) => {
      const call = network.calls.find(parameters['id']!);
      network.calls.take(call, 'answered');
      return { status: 200, body: callView(call) };
    },
  },
  {
    method: 'POST',
    path: '/calls/{id}/reject',
    summary: 'The callee refuses on the phone.',
    body: { type: 'object', properties: {} },
    answers: { 200: 'The call.' },
    handle: ({ network, parameters }) => {
      const call = network.calls.find(parameters['id']!);
      network.calls.take(call, 'rejected');
      return { status: 200, body: callView(call) };
    },
  },
  {
    method: 'POST',
    path: '/phones/{number}/replies',
    summary:
      'From now on the phone answers by itself. The first rule that fits answers; answers are not answered.',
    body: {
      type: 'object',
      properties: {
        keyword: {
          type: 'string',
          minLength: 1,
          maxLength: 200,
          description: 'The message contains it; absent: any.',
        },
        text: { type: 'string', minLength: 1, maxLength: limits.textLength, description: 'Absent: an echo.' },
        delayMs: { type: 'integer', minimum: 0, maximum: 3_600_000, description: 'Absent: 800.' },
        typing: { type: 'boolean', description: 'Shows that it types meanwhile; absent: yes.' },
      },
    },
    answers: { 201: 'The rule, with its id.' },
    handle: ({ network, parameters, body }) => {
      const account = network.world.account(parameters['number']!);
      account.replies ??= [];
      if (account.replies.length >= limits.replyRules) {
        throw new SandboxProblem(409, 'too_many_rules', `A phone has at most ${limits.replyRules} rules.`);
      }
      const rule: ReplyRule = {
        delayMs: 800,
        typing: true,
        ...body,
        id: `reply_${randomUUID().slice(0, 8)}`,
      };
      account.replies.push(rule);
      network.world.saveAccount(account);
      return { status: 201, body: rule };
    },
  },
  {
    method: 'GET',
    path: '/phones/{number}/replies',
    summary: 'The rules by which the phone answers.',
    answers: { 200: 'The rules.' },
    handle: ({ network, parameters }) => ({
      status: 200,
      body: { data: network.world.account(parameters['number']!).replies ?? [] },
    }),
  },
  {
    method: 'DELETE',
    path: '/phones/{number}/replies/{id}',
    summary: 'Takes a rule back.',
    answers: { 204: 'It is gone.' },
    handle: ({ network, parameters }) => {
      const account = network.world.account(parameters['number']!);
      const rules = account.replies ?? [];
      if (!rules.some((rule) => rule.id === parameters['id'])) {
        throw new SandboxProblem(404, 'rule_not_found', `There is no rule ${parameters['id']}.`);
      }
      account.replies = rules.filter((rule) => rule.id !== parameters['id']);
      network.world.saveAccount(account);
      return { status: 204 };
    },
  },
  {
    method: 'POST',
    path: '/phones/{number}/reinstall',
    summary: 'The app is set up anew: fresh keys, companions logged out, a changed security code for others.',
    body: { type: 'object', properties: {} },
    answers: { 204: 'It is set up.' },
    handle: ({ network, parameters }) => {
      network.reinstall(network.world.account(parameters['number']!));
      return { status: 204 };
    },
  },
  {
    method: 'POST',
    path: '/phones/{number}/number',
    summary: 'The owner changes the number; the LID stays, companions are logged out.',
    body: { type: 'object', required: ['number'], properties: { number: numberSchema } },
    answers: { 204: 'It is changed.' },
    handle: ({ network, parameters, body }) => {
      network.renumber(network.world.account(parameters['number']!), body['number'] as string);
      return { status: 204 };
    },
  },
  {
    method: 'POST',
    path: '/newsletters/{id}/posts',
    summary: 'A channel that the phone follows posts a text to its companions.',
    body: {
      type: 'object',
      required: ['to', 'text'],
      properties: { to: numberSchema, text: { type: 'string', minLength: 1, maxLength: limits.textLength } },
    },
    answers: { 201: 'The id of the post.' },
    handle: ({ network, parameters, body }) => {
      const id = makeMessageId();
      const channel = `${parameters['id']!.replace(/\D/g, '')}@newsletter`;
      const content = encodeMessage({ conversation: body['text'] as string });
      for (const companion of network.world.account(body['to'] as string).companions.values()) {
        network.deliveries.deliver(companion, {
          ackKey: messageAckKey(id, channel),
          node: {
            tag: 'message',
            attrs: {
              from: channel,
              id,
              type: 'text',
              server_id: '100',
              t: String(Math.floor(network.world.clock.now() / 1000)),
            },
            content: [{ tag: 'plaintext', attrs: {}, content }],
          },
        });
      }
      return { status: 201, body: { id } };
    },
  },
];

function listRoute(action: 'archive' | 'pin', field: 'archived' | 'pinned'): Route {
  return {
    method: 'POST',
    path: `/phones/{number}/chats/{peer}/${action}`,
    summary: `The owner has the chat ${field}, or no longer; all devices of the account learn it.`,
    body: { type: 'object', properties: { [field]: { type: 'boolean', description: 'Absent: yes.' } } },
    answers: { 204: 'It is so.' },
    handle: ({ network, parameters, body }) => {
      const account = network.world.account(parameters['number']!);
      network.lists[action](account, peerOf(network, parameters['peer']!), body[field] !== false);
      return { status: 204 };
    },
  };
}

function callView(call: Call) {
  return { ...call, at: time(call.at) };
}
