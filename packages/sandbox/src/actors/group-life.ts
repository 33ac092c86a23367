import type { BinaryNode } from '../connection/stanza.ts';
import { wireName } from '../connection/stanza.ts';
import type { Network } from '../network.ts';
import { SandboxProblem } from '../problem.ts';
import { groupNode, participantNode } from '../router/groups.ts';
import type { Account } from '../world/account.ts';
import { accountJid, pnJid, type Addressing } from '../world/addresses.ts';
import type { Group, GroupRole } from '../world/groups.ts';

/** What happens in groups: each change is checked, kept, and told to the members' companions. */
export class GroupLife {
  readonly #network: Network;

  constructor(network: Network) {
    this.#network = network;
  }

  create(options: {
    id?: string;
    creator: Account;
    subject: string;
    members: Account[];
    addressing: Addressing;
  }): Group {
    const { world } = this.#network;
    const group = world.groups.make({ ...options, now: world.clock.now() });
    this.#tell(group, options.creator, {
      tag: 'create',
      attrs: {},
      content: [groupNode(this.#network, group)],
    });
    return group;
  }

  add(group: Group, actor: Account, members: Account[]): void {
    assertAdmin(group, actor);
    const news = members.filter((member) => !group.members.has(member.number));
    for (const member of news) group.members.set(member.number, 'member');
    this.#tellMembers(group, actor, 'add', news);
  }

  /** Removes members, or lets one leave. */
  remove(group: Group, actor: Account, members: Account[]): void {
    const leaves = members.length === 1 && members[0] === actor;
    if (!leaves) assertAdmin(group, actor);
    const gone = members.filter((member) => group.members.has(member.number));
    const witnesses = [...group.members.keys()];
    for (const member of gone) group.members.delete(member.number);
    this.#network.groupKeys.renew(group.id);
    this.#tellMembers(group, actor, 'remove', gone, witnesses);
  }

  setRole(group: Group, actor: Account, members: Account[], role: GroupRole): void {
    assertAdmin(group, actor);
    const changed = members.filter((member) => group.members.has(member.number));
    for (const member of changed) group.members.set(member.number, role);
    this.#tellMembers(group, actor, role === 'member' ? 'demote' : 'promote', changed);
  }

  setSubject(group: Group, actor: Account, subject: string): void {
    assertMember(group, actor);
    if (group.locked) assertAdmin(group, actor);
    group.subject = subject;
    group.subjectAt = this.#network.world.clock.now();
    group.subjectBy = actor.number;
    this.#tell(group, actor, {
      tag: 'subject',
      attrs: { subject: wireName(subject), s_t: String(Math.floor(group.subjectAt / 1000)) },
    });
  }

  setDescription(group: Group, actor: Account, description: string | null): void {
    assertMember(group, actor);
    group.description = description;
    this.#tell(group, actor, {
      tag: 'description',
      attrs: { id: 'description' },
      content: description ? [{ tag: 'body', attrs: {}, content: Buffer.from(description) }] : [],
    });
  }

  setEphemeral(group: Group, actor: Account, seconds: number): void {
    assertMember(group, actor);
    group.ephemeral = seconds;
    this.#tell(
      group,
      actor,
      seconds > 0
        ? { tag: 'ephemeral', attrs: { expiration: String(seconds) } }
        : { tag: 'not_ephemeral', attrs: {} },
    );
  }

  setFlag(group: Group, actor: Account, flag: 'announce' | 'locked', on: boolean): void {
    assertAdmin(group, actor);
    group[flag] = on;
    const tags = flag === 'announce' ? ['announcement', 'not_announcement'] : ['locked', 'unlocked'];
    this.#tell(group, actor, { tag: tags[on ? 0 : 1]!, attrs: {} });
  }

  /** A member has another number. */
  renumbered(group: Group, member: Account, former: string): void {
    const old = group.addressing === 'pn' ? pnJid(former) : accountJid(member, 'lid');
    this.#tell(group, member, {
      tag: 'modify',
      attrs: {},
      content: [{ tag: 'participant', attrs: { jid: old } }, participantNode(member, group)],
    });
  }

  #tellMembers(
    group: Group,
    actor: Account,
    tag: string,
    members: Account[],
    witnesses?: Iterable<string>,
  ): void {
    this.#network.world.groups.save(group);
    if (members.length === 0) return;
    const content = members.map((member) => participantNode(member, group));
    this.#tell(group, actor, { tag, attrs: {}, content }, witnesses);
  }

  #tell(group: Group, actor: Account, change: BinaryNode, witnesses?: Iterable<string>): void {
    const { world, notices, events } = this.#network;
    world.groups.save(group);
    notices.group(group, actor, change, witnesses);
    events.emit('group.changed', [...group.members.keys()], {
      id: group.id,
      change: change.tag,
      by: actor.number,
    });
  }
}

function assertMember(group: Group, actor: Account): void {
  if (!group.members.has(actor.number)) {
    throw new SandboxProblem(403, 'not_a_member', `${actor.number} is not in this group.`);
  }
}

function assertAdmin(group: Group, actor: Account): void {
  assertMember(group, actor);
  if (group.members.get(actor.number) === 'member') {
    throw new SandboxProblem(403, 'not_an_admin', `${actor.number} is no admin of this group.`);
  }
}
