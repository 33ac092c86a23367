import { html, type TemplateResult } from 'lit';
import { initialsOf, tintOf } from '../format/people.ts';
import { icon } from '../icons/icon.ts';
import { users } from '../icons/list.gen.ts';

/** A person: a circle with initials, or their picture; a group without one: a sign. Decoration: the name stands beside it. */
export function avatar(
  id: string,
  name: string,
  size: '' | 'av--20' = '',
  url?: string | null,
  isGroup = false,
): TemplateResult {
  return html`<span class="av ${size} ${tintOf(id)}" aria-hidden="true"
    >${url ? html`<img src=${url} alt="" loading="lazy" referrerpolicy="no-referrer" />` : isGroup ? icon(users) : initialsOf(name)}</span
  >`;
}
