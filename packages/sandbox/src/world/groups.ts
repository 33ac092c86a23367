import { randomInt } from 'node:crypto';
import { limits } from '../limits.ts';
import { SandboxProblem } from '../problem.ts';
import type { Store } from '../store/store.ts';
import type { Account } from './account.ts';
import type { Addressing } from './addresses.ts';

export type GroupRole = 'member' | 'admin' | 'superadmin';

/** A group: its members are numbers, whatever addresses it shows them by. */
export interface Group {
  /** `<digits>@g.us`; groups of long ago are `<number>-<time>@g.us`. */
  id: string;
  subject: string;
  subjectAt: number;
  subjectBy: string;
  description: string | null;
  createdAt: number;
  creator: string;
  /** How members are addressed to each other. */
  addressing: Addressing;
  members: Map<string, GroupRole>;
  /** Only admins write; only admins change the subject. */
  announce: boolean;
  locked: boolean;
  /** Seconds after which messages vanish; 0: they stay. */
  ephemeral: number;
}

/** The groups of the network. */
export class Groups {
  readonly #store: Store;
  readonly #groups = new Map<string, Group>();

  constructor(store: Store) {
    this.#store = store;
    this.load();
  }

  /** Reads the groups from the store. */
  load(): void {
    this.#groups.clear();
    for (const [id, group] of this.#store.load<Group>('group')) this.#groups.set(id, group);
  }

  /** All groups, or those that a number is in. */
  list(number?: string): Group[] {
    const all = [...this.#groups.values()];
    return number ? all.filter((group) => group.members.has(number)) : all;
  }

  find(id: string | undefined): Group | undefined {
    return id ? this.#groups.get(id) : undefined;
  }

  /** A new group; its creator is its first admin. */
  make(options: {
    id?: string;
    subject: string;
    creator: Account;
    members: Account[];
    addressing: Addressing;
    now: number;
  }): Group {
    const { creator, subject, addressing, now } = options;
    const id =
      options.id ??
      `1203630${String(randomInt(1, 2 ** 47))
        .padStart(15, '0')
        .slice(0, 11)}@g.us`;
    if (this.#groups.has(id))
      throw new SandboxProblem(409, 'group_exists', `There already is a group ${id}.`);
    if (this.#groups.size >= limits.groups) {
      throw new SandboxProblem(409, 'too_many_groups', `This sandbox holds at most ${limits.groups} groups.`);
    }
    const group: Group = {
      id,
      subject,
      subjectAt: now,
      subjectBy: creator.number,
      description: null,
      createdAt: now,
      creator: creator.number,
      addressing,
      members: new Map([
        [creator.number, 'superadmin'],
        ...options.members
          .filter((member) => member !== creator)
          .map((member): [string, GroupRole] => [member.number, 'member']),
      ]),
      announce: false,
      locked: false,
      ephemeral: 0,
    };
    if (group.members.size > limits.groupMembers) {
      throw new SandboxProblem(
        409,
        'too_many_members',
        `A group has at most ${limits.groupMembers} members.`,
      );
    }
    this.#groups.set(id, group);
    this.save(group);
    return group;
  }

  save(group: Group): void {
    this.#store.put('group', group.id, () => group);
  }

  remove(group: Group): void {
    this.#groups.delete(group.id);
    this.#store.remove('group', group.id);
  }

  clear(): void {
    for (const group of this.#groups.values()) this.remove(group);
  }
}

/** Whether a key names a group or another crowd rather than one peer. */
export function isCrowd(chat: string): boolean {
  return chat.includes('@');
}

/** Where status posts go. */
export const STATUS_JID = 'status@broadcast';
