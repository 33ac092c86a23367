import { html, nothing, type TemplateResult } from 'lit';
import type { Conversation } from '../../client/contract.ts';
import { formatNumber, nameOf } from '../../format/people.ts';
import type { Clock } from '../../format/times.ts';
import { waitOf } from '../../format/waiting.ts';
import { avatar } from '../../foundation/avatar.ts';
import { waitClock } from '../../foundation/wait-clock.ts';
import { icon } from '../../icons/icon.ts';
import { arrowLeft, chevronDown } from '../../icons/thread.gen.ts';
import type { ListWords } from '../../words/pt-br/list.ts';
import type { ThreadWords } from '../../words/pt-br/thread.ts';

/** Who the conversation is with, how long they wait, and the way back where there is one. */
export function conversationHeader(options: {
  conversation: Conversation | null;
  clock: Clock;
  targetMinutes: number;
  words: ThreadWords;
  list: ListWords;
  onBack: (() => void) | null;
  /** Tells about the contact; groups have none. */
  onAbout: () => void;
}): TemplateResult {
  const { conversation, clock, targetMinutes, words, list, onBack, onAbout } = options;
  const back = onBack
    ? html`<button class="ib back" part="back" aria-label=${words.back} title=${words.back} @click=${onBack}>
        ${icon(arrowLeft)}
      </button>`
    : nothing;
  if (!conversation) return html`<header class="top" part="header">${back}</header>`;
  const { contact, group, case: open } = conversation;
  const name = nameOf(conversation) || (group ? list.noSubject : list.noName);
  const since = open?.status === 'closed' ? null : open?.waitingSince;
  const number = formatNumber(contact?.number);
  const wait = since ? waitOf(since, clock.now, targetMinutes, list) : null;
  return html`<header class="top" part="header">
    ${back}
    ${avatar(contact?.id ?? group?.id ?? conversation.id, name, '', contact?.avatarUrl ?? group?.avatarUrl, Boolean(group))}
    <div class="grow">
      <h2 class="cut">${contact ? html`<button class="about cut" aria-haspopup="dialog" title=${words.aboutContact} @click=${onAbout}>${name}</button>` : name}</h2>
      <div class="sub">
        ${wait ? waitClock(wait) : nothing}
        ${
          number && number !== name
            ? html`<span class="cut num">${wait ? '· ' : ''}<bdi>${number}</bdi></span>`
            : conversation.kind === 'group'
              ? html`<span>${wait ? '· ' : ''}${list.group}</span>`
              : nothing
        }
      </div>
    </div>
  </header>`;
}

/** Leads to the newest messages, and says how many came meanwhile. */
export function jumpButton(count: number, words: ThreadWords, onJump: () => void): TemplateResult {
  const label = count ? `${words.toNewest}, ${words.newMessages(count)}` : words.toNewest;
  return html`<button class="jump" aria-label=${label} @click=${onJump}>
    ${count ? html`<span class="count">${count}</span>` : nothing} ${icon(chevronDown)}
  </button>`;
}

export function threadSkeleton(label: string): TemplateResult {
  return html`<div class="skeleton sk-msg" role="status" aria-label=${label}>
    ${[1, 2, 3, 4, 5].map(() => html`<span class="sk"></span>`)}
  </div>`;
}

/** True while something inside a shadow root is selected. */
export function isSelecting(root: ShadowRoot): boolean {
  const selection = getSelection();
  if (!selection || !('getComposedRanges' in selection) || selection.isCollapsed) return false;
  const [range] = selection.getComposedRanges({ shadowRoots: [root] });
  return Boolean(range && !range.collapsed && root.contains(range.startContainer));
}

/** Where a key leads among `count` rows from row `at`; `active` when the focus is on it already. Null for other keys. */
export function rowForKey(key: string, at: number, active: boolean, count: number): number | null {
  const target: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: active ? at - 1 : at,
    Home: 0,
    End: count - 1,
  };
  return key in target ? Math.min(count - 1, Math.max(0, target[key]!)) : null;
}

/**
 * Lets fresh rows rise and one row flash, without touching their templates. Rows that were drawn leave
 * `fresh`; answers which row is still to flash.
 */
export function markRows(root: ParentNode, fresh: Set<string>, flash: string | null): string | null {
  let left = flash;
  for (const row of root.querySelectorAll<HTMLElement>('.msg')) {
    const key = row.dataset['key']!;
    if (fresh.delete(key)) row.classList.add('fresh');
    if (key !== flash) continue;
    left = null;
    row.classList.add('flash');
    row.addEventListener('animationend', () => row.classList.remove('flash'), { once: true });
  }
  return left;
}
