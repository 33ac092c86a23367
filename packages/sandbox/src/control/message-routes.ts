import { composeMessage } from '../contents/compose-message.ts';
import type { MessageRequest } from '../contents/message-request.ts';
import { fetchFile } from '../contents/read-media.ts';
import { effectOf } from '../contents/read-message.ts';
import { proto } from '../baileys.ts';
import { limits } from '../limits.ts';
import type { Crowd, Draft } from '../actors/phone.ts';
import type { Network } from '../network.ts';
import { SandboxProblem } from '../problem.ts';
import type { Account } from '../world/account.ts';
import { accountJid, type Addressing } from '../world/addresses.ts';
import { STATUS_JID } from '../world/groups.ts';
import { messageSchema } from './message-schema.ts';
import { peerOf } from './phone-routes.ts';
import type { Route, RouteContext } from './routes.ts';

/** Writing messages of every kind, and the files in them. */
export const messageRoutes: Route[] = [
  {
    method: 'POST',
    path: '/phones/{number}/messages',
    summary: 'The phone writes a message: one content, and how it is sent.',
    body: messageSchema,
    bodyBytes: limits.mediaBodyBytes,
    answers: { 201: 'The id of the message, which is on its way.' },
    handle: async ({ network, parameters, body, place }) => ({
      status: 201,
      body: await writeMessage(
        network,
        network.world.account(parameters['number']!),
        body as unknown as WriteRequest,
        place.filesFolder,
      ),
    }),
  },
  {
    method: 'GET',
    path: '/phones/{number}/chats/{peer}/messages/{id}/file',
    summary: 'The file of a message, decrypted, as the phone has it.',
    answers: { 200: 'Its bytes.' },
    handle: fileOf,
  },
  {
    method: 'POST',
    path: '/phones/{number}/chats/{peer}/played',
    summary: 'The owner plays recordings of the chat, or opens what may be seen once.',
    body: {
      type: 'object',
      properties: {
        ids: {
          type: 'array',
          items: { type: 'string', minLength: 1, maxLength: limits.messageIdLength },
          maxItems: limits.idsPerReceipt,
          description: 'Absent: all sounds that were not played.',
        },
      },
    },
    answers: { 200: 'How many became played.' },
    handle: ({ network, parameters, body }) => {
      const account = network.world.account(parameters['number']!);
      const peer = peerOf(network, parameters['peer']!);
      return {
        status: 200,
        body: { played: network.phoneOf(account).play(peer, body['ids'] as string[] | undefined) },
      };
    },
  },
];

interface WriteRequest extends MessageRequest {
  to: string;
  at?: string;
  addressing?: Addressing;
  alternate?: boolean;
  id?: string;
  as?: 'unavailable';
}

/** Writes what a request describes. */
export async function writeMessage(
  network: Network,
  author: Account,
  request: WriteRequest,
  filesFolder: string | undefined,
): Promise<{ id: string }> {
  const to = recipientOf(network, author, request.to);
  const at = request.at === undefined ? undefined : Date.parse(request.at);
  if (Number.isNaN(at)) {
    throw new SandboxProblem(400, 'invalid_request', 'at is no time that exists.', [
      { field: 'at', message: 'is no time that exists' },
    ]);
  }
  const crowd = 'members' in to ? to : undefined;
  const addressing = crowd?.addressing ?? request.addressing ?? (author.hidesNumber ? 'lid' : 'pn');
  const message = await composeMessage(
    {
      world: network.world,
      place: { media: network.media, hostname: network.mediaHost.hostname, folder: filesFolder },
      author,
      chat: crowd?.id ?? (to as Account).number,
      chatJid: crowd?.id ?? accountJid(to as Account, addressing),
      isGroup: crowd !== undefined,
      addressing,
    },
    request,
  );
  const draft: Draft = { to, message, at, addressing, unavailable: request.as === 'unavailable' };
  if (request.alternate !== undefined) draft.alternate = request.alternate;
  if (request.id !== undefined) draft.id = request.id;
  return network.phoneOf(author).write(draft);
}

function recipientOf(network: Network, author: Account, to: string): Account | Crowd {
  const { world } = network;
  if (to === STATUS_JID) {
    const audience = world
      .accounts()
      .filter((other) => other !== author && world.chats.find(other.number, author.number));
    return { id: STATUS_JID, addressing: 'pn', members: audience };
  }
  const group = world.groups.find(to);
  if (group) {
    const role = group.members.get(author.number);
    if (role === undefined) {
      throw new SandboxProblem(403, 'not_a_member', `${author.number} is not in this group.`);
    }
    if (group.announce && role === 'member') {
      throw new SandboxProblem(403, 'not_an_admin', 'Only admins write in this group.');
    }
    return network.crowdOf(group);
  }
  const account = world.lookUp(to);
  if (account) return account;
  throw new SandboxProblem(
    404,
    to.includes('@') ? 'group_not_found' : 'recipient_not_found',
    `${to} is not on this network. Make it with POST ${to.includes('@') ? '/groups' : '/phones'}.`,
  );
}

function fileOf({ network, parameters }: RouteContext) {
  const { number } = network.world.account(parameters['number']!);
  const peer = peerOf(network, parameters['peer']!);
  const id = parameters['id']!;
  const { chats } = network.world;
  const bubble = chats.bubble(number, peer, false, id) ?? chats.bubble(number, peer, true, id);
  const effect = bubble?.body ? effectOf(proto.Message.decode(bubble.body)) : undefined;
  if (effect?.kind !== 'bubble' || !effect.file) {
    throw new SandboxProblem(404, 'file_not_found', `The message ${id} of this chat has no file.`);
  }
  try {
    const bytes = fetchFile(network.media, effect.file);
    return { status: 200, file: { bytes, mime: bubble!.content?.media?.mime ?? 'application/octet-stream' } };
  } catch (error) {
    throw new SandboxProblem(
      410,
      'file_gone',
      `The phone could not get this file: ${(error as Error).message}.`,
    );
  }
}
