import { errorOf, resultOf } from '../connection/connection.ts';
import { childOf, childrenOf, contentText, wireName, type BinaryNode } from '../connection/stanza.ts';
import { limits } from '../limits.ts';
import type { Network } from '../network.ts';
import { SandboxProblem } from '../problem.ts';
import type { Account } from '../world/account.ts';
import { accountJid } from '../world/addresses.ts';
import type { Group } from '../world/groups.ts';
import type { QueryHandler, QueryTable } from './router.ts';

/** Groups as companions ask for them and change them (`w:g2`). */
export const groupQueries: QueryTable = {
  'get w:g2 query': ({ network, connection, query }) => {
    const group = network.world.groups.find(query.attrs['to']);
    const number = connection.companion?.account.number ?? '';
    if (!group) return errorOf(query, '404', 'item-not-found');
    if (!group.members.has(number)) return errorOf(query, '403', 'forbidden');
    return resultOf(query, [groupNode(network, group)]);
  },
  'get w:g2 participating': ({ network, connection, query }) => {
    const groups = network.world.groups.list(connection.companion?.account.number ?? '');
    return resultOf(query, [
      { tag: 'groups', attrs: {}, content: groups.map((group) => groupNode(network, group)) },
    ]);
  },
  'get w:g2 invite': ({ query }) =>
    resultOf(query, [{ tag: 'invite', attrs: { code: inviteCode(query.attrs['to'] ?? '') } }]),
  'set w:g2 create': ({ network, connection, query, child }) => {
    const creator = connection.companion!.account;
    const group = network.groups.create({
      creator,
      subject: (child!.attrs['subject'] ?? '').slice(0, limits.subjectLength),
      members: accountsIn(network, child),
      addressing: 'lid',
    });
    return resultOf(query, [groupNode(network, group)]);
  },
  'set w:g2 leave': ({ network, connection, query, child }) => {
    const self = connection.companion!.account;
    for (const { attrs } of childrenOf(child)) {
      const group = network.world.groups.find(attrs['id']);
      if (group?.members.has(self.number)) network.groups.remove(group, self, [self]);
    }
    return resultOf(query, [{ tag: 'leave', attrs: {} }]);
  },
  'set w:g2 subject': changing((network, group, actor, child) => {
    network.groups.setSubject(group, actor, (contentText(child) ?? '').slice(0, limits.subjectLength));
  }),
  'set w:g2 description': changing((network, group, actor, child) => {
    network.groups.setDescription(group, actor, contentText(childOf(child, 'body')) ?? null);
  }),
  'set w:g2 ephemeral': changing((network, group, actor, child) => {
    network.groups.setEphemeral(group, actor, Number(child?.attrs['expiration'] ?? 0));
  }),
  'set w:g2 not_ephemeral': changing((network, group, actor) => network.groups.setEphemeral(group, actor, 0)),
  'set w:g2 announcement': changing((network, group, actor) =>
    network.groups.setFlag(group, actor, 'announce', true),
  ),
  'set w:g2 not_announcement': changing((network, group, actor) =>
    network.groups.setFlag(group, actor, 'announce', false),
  ),
  'set w:g2 locked': changing((network, group, actor) =>
    network.groups.setFlag(group, actor, 'locked', true),
  ),
  'set w:g2 unlocked': changing((network, group, actor) =>
    network.groups.setFlag(group, actor, 'locked', false),
  ),
  'set w:g2 add': changingMembers((network, group, actor, members) =>
    network.groups.add(group, actor, members),
  ),
  'set w:g2 remove': changingMembers((network, group, actor, members) =>
    network.groups.remove(group, actor, members),
  ),
  'set w:g2 promote': changingMembers((network, group, actor, members) =>
    network.groups.setRole(group, actor, members, 'admin'),
  ),
  'set w:g2 demote': changingMembers((network, group, actor, members) =>
    network.groups.setRole(group, actor, members, 'member'),
  ),
};

/** A group as the wire shows it. */
export function groupNode(network: Network, group: Group): BinaryNode {
  const { addressing } = group;
  const creator = network.world.find(group.creator);
  const subjectBy = network.world.find(group.subjectBy);
  const content: BinaryNode[] = [...group.members].flatMap(([number, role]) => {
    const member = network.world.find(number);
    return member ? [participantNode(member, group, role === 'member' ? undefined : role)] : [];
  });
  if (group.description) {
    content.push({
      tag: 'description',
      attrs: { id: 'description', t: String(Math.floor(group.createdAt / 1000)) },
      content: [{ tag: 'body', attrs: {}, content: Buffer.from(group.description) }],
    });
  }
  if (group.announce) content.push({ tag: 'announcement', attrs: {} });
  if (group.locked) content.push({ tag: 'locked', attrs: {} });
  if (group.ephemeral) content.push({ tag: 'ephemeral', attrs: { expiration: String(group.ephemeral) } });
  return {
    tag: 'group',
    attrs: {
      id: group.id.replace('@g.us', ''),
      subject: wireName(group.subject),
      s_t: String(Math.floor(group.subjectAt / 1000)),
      creation: String(Math.floor(group.createdAt / 1000)),
      addressing_mode: addressing,
      size: String(group.members.size),
      ...(subjectBy ? { s_o: accountJid(subjectBy, addressing) } : {}),
      ...(creator ? { creator: accountJid(creator, addressing) } : {}),
      ...(creator && addressing === 'lid' ? { creator_pn: accountJid(creator, 'pn') } : {}),
    },
    content,
  };
}

/** A member, with its other address when it is known. */
export function participantNode(member: Account, group: Group, type?: string): BinaryNode {
  const other: Record<string, string> =
    group.addressing === 'lid'
      ? member.hidesNumber
        ? {}
        : { phone_number: accountJid(member, 'pn') }
      : { lid: accountJid(member, 'lid') };
  return {
    tag: 'participant',
    attrs: {
      jid: accountJid(member, group.addressing),
      ...other,
      ...(member.username ? { username: member.username } : {}),
      ...(type ? { type } : {}),
    },
  };
}

type Change = (network: Network, group: Group, actor: Account, child: BinaryNode | undefined) => void;

/** A change of a group by one of its members. */
function changing(change: Change): QueryHandler {
  return ({ network, connection, query, child }) => {
    const group = network.world.groups.find(query.attrs['to']);
    const actor = connection.companion?.account;
    if (!group || !actor?.number) return errorOf(query, '404', 'item-not-found');
    try {
      change(network, group, actor, child);
    } catch (error) {
      if (error instanceof SandboxProblem) return errorOf(query, String(error.status), error.code);
      throw error;
    }
    return resultOf(query);
  };
}

function changingMembers(
  change: (network: Network, group: Group, actor: Account, members: Account[]) => void,
): QueryHandler {
  return (context) => {
    const { network, query, child } = context;
    const named = childrenOf(child);
    const members = accountsIn(network, child);
    const refusal = changing((...of) => change(of[0], of[1], of[2], members))(context) as BinaryNode;
    if (refusal.attrs['type'] === 'error') return refusal;
    return resultOf(query, [
      {
        tag: child!.tag,
        attrs: {},
        content: named.map(({ attrs }) => ({
          tag: 'participant',
          attrs: {
            jid: attrs['jid'] ?? '',
            ...(network.world.resolve(attrs['jid']) ? {} : { error: '404' }),
          },
        })),
      },
    ]);
  };
}

function accountsIn(network: Network, node: BinaryNode | undefined): Account[] {
  return childrenOf(node)
    .map((child) => network.world.resolve(child.attrs['jid'])?.account)
    .filter((account) => account !== undefined);
}

/** An invitation's code: always the same for a group, since nothing else hangs on it. */
function inviteCode(group: string): string {
  return Buffer.from(group).toString('base64url').slice(0, 22);
}
