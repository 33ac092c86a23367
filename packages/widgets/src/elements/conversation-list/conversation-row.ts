import { html, nothing, type TemplateResult } from 'lit';
import type { Conversation } from '../../client/contract.ts';
import { nameOf } from '../../format/people.ts';
import { rowTimeOf, type Clock } from '../../format/times.ts';
import { waitOf } from '../../format/waiting.ts';
import { avatar } from '../../foundation/avatar.ts';
import { previewOf } from '../../foundation/message-preview.ts';
import { waitClock } from '../../foundation/wait-clock.ts';
import type { ListWords } from '../../words/pt-br/list.ts';

/** What a row is drawn from besides its conversation. */
export interface RowContext {
  words: ListWords;
  clock: Clock;
  memberId: string | null;
  targetMinutes: number;
  selected: string | null;
  active: string | null;
  setSize: number;
  /** Draws the sign before a preview; undefined until it was loaded. */
  signOf: ((sign: string) => unknown) | undefined;
}

/** One conversation: name and clock, who said what and how many are unread, tags. */
export function conversationRow(row: Conversation, position: number, context: RowContext): TemplateResult {
  const { words, clock, memberId, targetMinutes } = context;
  const selected = row.id === context.selected;
  const unread = selected ? 0 : row.unreadCount;
  const { group } = row;
  const name = nameOf(row) || (group ? words.noSubject : words.noName);
  const since = row.case?.status === 'closed' ? null : row.case?.waitingSince;
  const wait = since ? waitOf(since, clock.now, targetMinutes, words) : null;
  const last = row.lastMessage;
  const preview = last ? previewOf(last, memberId, words) : null;
  const { tags } = row;
  // What clock and counter show, in words for a reader.
  const spoken = [
    unread ? words.unread(unread) : '',
    wait ? words.waitingFor(wait.text) : '',
    wait?.level === 'late' ? words.targetPassed : '',
  ].filter(Boolean);
  return html`<div
    class="conv ${unread ? 'un' : ''} ${tags.length ? 'conv--tags' : ''} ${row.id === context.active ? 'active' : ''}"
    part="conversation"
    role="option"
    id=${row.id}
    data-id=${row.id}
    aria-selected=${selected ? 'true' : 'false'}
    aria-posinset=${position}
    aria-setsize=${context.setSize}
  >
    ${avatar(row.contact?.id ?? group?.id ?? row.id, name, '', row.contact?.avatarUrl ?? group?.avatarUrl, Boolean(group))}
    <div class="grow">
      <div class="l">
        <span class="nm cut">${name}</span>${spoken.length ? html`<span class="vh">, ${spoken.join(', ')}.</span>` : nothing}
        ${
          wait
            ? html`<span aria-hidden="true">${waitClock(wait)}</span>`
            : last
              ? html`<span class="s muted num">${rowTimeOf(last.timestamp, clock)}</span>`
              : nothing
        }
      </div>
      <div class="l l2">
        <span class="pv"
          >${preview ? context.signOf?.(preview.sign) : nothing}<span class="cut">${preview?.text ?? nothing}</span></span
        >
        ${unread ? html`<span class="count" aria-hidden="true">${unread > 99 ? '99+' : unread}</span>` : nothing}
      </div>
      ${
        tags.length
          ? html`<div class="l l3">
            ${tags.slice(0, 2).map((tag) => html`<span class="tag cut">${tag}</span>`)}
            ${tags.length > 2 ? html`<span>+${tags.length - 2}</span>` : nothing}
          </div>`
          : nothing
      }
    </div>
  </div>`;
}
