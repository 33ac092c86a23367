import { limits } from '../limits.ts';
import type { Network } from '../network.ts';
import { SandboxProblem } from '../problem.ts';
import type { Account } from '../world/account.ts';
import type { Addressing } from '../world/addresses.ts';
import type { Group } from '../world/groups.ts';
import { numberSchema } from './phone-routes.ts';
import type { Route, RouteContext } from './routes.ts';
import type { Schema } from './schema.ts';
import { groupView } from './views.ts';

const members: Schema = { type: 'array', items: numberSchema, minItems: 1, maxItems: limits.groupMembers };
const by: Schema = { ...numberSchema, description: 'Who does it; absent: the creator.' };

/** Groups: made, changed and left by phones. */
export const groupRoutes: Route[] = [
  {
    method: 'POST',
    path: '/groups',
    summary: 'Makes a group.',
    body: {
      type: 'object',
      required: ['subject', 'creator', 'members'],
      properties: {
        subject: { type: 'string', minLength: 1, maxLength: limits.subjectLength },
        creator: { ...numberSchema, description: 'Its first admin.' },
        members,
        addressing: {
          type: 'string',
          enum: ['pn', 'lid'],
          description: 'How members are addressed to each other; absent: by LID, as new groups are.',
        },
        id: {
          type: 'string',
          pattern: '^[0-9]{8,20}(-[0-9]{8,12})?@g\\.us$',
          description: 'Absent: made up. Groups of long ago are `<number>-<time>@g.us`.',
          'x-expects': 'digits, or a number and a time, and @g.us',
        },
      },
    },
    answers: { 201: 'The group.' },
    handle: ({ network, body }) => {
      const request = body as {
        subject: string;
        creator: string;
        members: string[];
        addressing?: Addressing;
        id?: string;
      };
      const group = network.groups.create({
        ...request,
        creator: network.world.account(request.creator),
        members: request.members.map((number) => network.world.account(number)),
        addressing: request.addressing ?? 'lid',
      });
      return { status: 201, body: groupView(network, group) };
    },
  },
  {
    method: 'GET',
    path: '/groups',
    summary: 'The groups.',
    query: { number: { ...numberSchema, description: 'Only those that this number is in.' } },
    answers: { 200: 'The groups.' },
    handle: ({ network, query }) => ({
      status: 200,
      body: {
        data: network.world.groups
          .list(query.get('number') ?? undefined)
          .map((group) => groupView(network, group)),
      },
    }),
  },
  {
    method: 'GET',
    path: '/groups/{id}',
    summary: 'One group.',
    answers: { 200: 'The group.' },
    handle: (context) => ({ status: 200, body: groupView(context.network, groupOf(context)) }),
  },
  {
    method: 'POST',
    path: '/groups/{id}',
    summary: 'Changes what a group is called and who may do what.',
    body: {
      type: 'object',
      properties: {
        by,
        subject: { type: 'string', minLength: 1, maxLength: limits.subjectLength },
        description: { type: 'string', maxLength: 2_048, description: 'Empty: none.' },
        announce: { type: 'boolean', description: 'Only admins write.' },
        locked: { type: 'boolean', description: 'Only admins change the subject.' },
        ephemeral: {
          type: 'integer',
          minimum: 0,
          maximum: 31_536_000,
          description: 'Seconds; 0: messages stay.',
        },
      },
    },
    answers: { 200: 'The group.' },
    handle: (context) => {
      const { network, body } = context;
      const group = groupOf(context);
      const actor = actorOf(network, group, body['by'] as string | undefined);
      const life = network.groups;
      if (body['subject'] !== undefined) life.setSubject(group, actor, body['subject'] as string);
      if (body['description'] !== undefined)
        life.setDescription(group, actor, (body['description'] as string) || null);
      if (body['announce'] !== undefined) life.setFlag(group, actor, 'announce', body['announce'] as boolean);
      if (body['locked'] !== undefined) life.setFlag(group, actor, 'locked', body['locked'] as boolean);
      if (body['ephemeral'] !== undefined) life.setEphemeral(group, actor, body['ephemeral'] as number);
      return { status: 200, body: groupView(network, group) };
    },
  },
  memberRoute('add', 'Adds members.'),
  memberRoute('remove', 'Removes members; a member that removes itself leaves.'),
  memberRoute('promote', 'Makes members admins.'),
  memberRoute('demote', 'Makes admins members again.'),
];

function memberRoute(action: 'add' | 'remove' | 'promote' | 'demote', summary: string): Route {
  return {
    method: 'POST',
    path: `/groups/{id}/${action}`,
    summary,
    body: { type: 'object', required: ['members'], properties: { members, by } },
    answers: { 200: 'The group.' },
    handle: (context) => {
      const { network, body } = context;
      const group = groupOf(context);
      const actor = actorOf(network, group, body['by'] as string | undefined);
      const named = (body['members'] as string[]).map((number) => network.world.account(number));
      if (action === 'add') network.groups.add(group, actor, named);
      else if (action === 'remove') network.groups.remove(group, actor, named);
      else network.groups.setRole(group, actor, named, action === 'promote' ? 'admin' : 'member');
      return { status: 200, body: groupView(network, group) };
    },
  };
}

function groupOf({ network, parameters }: RouteContext): Group {
  const group = network.world.groups.find(parameters['id']);
  if (!group) throw new SandboxProblem(404, 'group_not_found', `There is no group ${parameters['id']}.`);
  return group;
}

function actorOf(network: Network, group: Group, number: string | undefined): Account {
  return network.world.account(number ?? group.creator);
}
