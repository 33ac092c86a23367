import type { Caller } from '../access/caller.ts';

/** Part of a WHERE with its values; `$n` are given by `at`. */
export interface Condition {
  text: string;
  values: unknown[];
}

/** Nobody: the holder that a key without a member, limited to what is unassigned, is compared with. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The member whose conversations the caller is limited to besides those of nobody; null for all conversations. */
export function onlyMemberOf(caller: Pick<Caller, 'ownConversationsOnly' | 'memberId'>): string | null {
  return caller.ownConversationsOnly ? (caller.memberId ?? NOBODY) : null;
}

/** Collects the conditions of a query, numbering their values on from those that the query has already. */
export class Conditions {
  readonly #texts: string[] = [];
  readonly values: unknown[];

  constructor(values: unknown[]) {
    this.values = values;
  }

  /** `text` has a `?` for each value, in order. */
  add(text: string, ...values: unknown[]): void {
    let index = 0;
    this.#texts.push(text.replaceAll('?', () => `$${this.values.length + ++index}`));
    this.values.push(...values);
  }

  /** The next `$n` for a value. */
  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  toString(): string {
    return this.#texts.join(' and ');
  }
}

/** Limits to conversations `v`, with their latest case `k`, that the caller may see. */
export function addVisibility(conditions: Conditions, caller: Caller): void {
  if (caller.sessionIds) conditions.add('v.session_id = any (?::uuid[])', caller.sessionIds);
  const member = onlyMemberOf(caller);
  if (member)
    conditions.add(
      `(k.id is null or k.status = 'closed' or k.assignee_id is null or k.assignee_id = ?)`,
      member,
    );
}
