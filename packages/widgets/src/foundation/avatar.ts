import { html, type TemplateResult } from 'lit';
import { initialsOf, tintOf } from '../format/people.ts';

/** A person: a circle with initials, or their picture. Decoration: the name stands beside it. */
export function avatar(
  id: string,
  name: string,
  size: '' | 'av--20' = '',
  url?: string | null,
): TemplateResult {
  return html`<span class="av ${size} ${tintOf(id)}" aria-hidden="true"
    >${url ? html`<img src=${url} alt="" loading="lazy" referrerpolicy="no-referrer" />` : initialsOf(name)}</span
  >`;
}
