import { html, nothing, type TemplateResult } from 'lit';
import type { Author, Message } from '../../client/contract.ts';
import type { Unsent } from '../../controllers/outbox.ts';
import { initialsOf } from '../../format/people.ts';
import { timeOf } from '../../format/times.ts';
import { avatar } from '../../foundation/avatar.ts';
import { check, checkCheck, circle, circleAlert } from '../../icons/list.gen.ts';
import { smartphone } from '../../icons/states.gen.ts';
import { ear, megaphone, plug, sparkles, waypoints } from '../../icons/thread.gen.ts';
import { icon } from '../../icons/icon.ts';
import { flagWords } from './content.ts';
import { authorOf, type MessageContext } from './message-context.ts';
import { timeOfItem, type ThreadRow } from './thread-rows.ts';

const STATE_ICONS: Record<string, string> = {
  queued: circle,
  sent: check,
  delivered: checkCheck,
  read: checkCheck,
  played: ear,
  failed: circleAlert,
};
const MACHINES: Partial<Record<Author['kind'], string>> = {
  phone: smartphone,
  flow: waypoints,
  campaign: megaphone,
  api: plug,
  integration: plug,
  assistant: sparkles,
};

/** One line below a run: who, when, and how far it got. */
export function messageMeta(row: ThreadRow, context: MessageContext): TemplateResult {
  const { item } = row;
  const author = authorOf(row, context);
  const time = timeOf(timeOfItem(item), context.clock);
  if ('unsent' in item) return unsentMeta(item.unsent, row, author, time, context);
  const { message } = item;
  if (message.direction === 'inbound') {
    // In a group every voice looks alike: who speaks is told by name, not by colour.
    const voice = html`<span class="av av--20 a6" aria-hidden="true">${initialsOf(author)}</span>
      <span class="who cut">${author}</span> ·`;
    return html`<div class="meta">
      ${context.isGroup ? voice : nothing} <span class="num">${time}</span>${marks(message, context)}${changing(
        message,
        context,
      )}
    </div>`;
  }
  if (message.status === 'failed') {
    const retryable = Boolean(message.failure?.retryable) && !context.retried.has(message.id);
    return failedMeta(row, { reason: message.failure?.message ?? '', retryable }, context);
  }
  return html`<div class="meta">
    ${voiceOf(message, author)} ${author} · <span class="num">${time}</span> ${state(row, message, context)}${marks(
      message,
      context,
    )}${changing(message, context)}
  </div>`;
}

function voiceOf({ author }: Message, name: string): TemplateResult {
  const machine = MACHINES[author.kind];
  if (!machine) return avatar(author.id ?? name, name, 'av--20');
  return html`<span
    class="av av--20 machine ${author.kind === 'assistant' ? 'a4' : 'a6'}"
    aria-hidden="true"
    >${icon(machine, 'i12')}</span
  >`;
}

/** How far a message of ours got: in words for the newest, by its sign for the others. */
function state(row: ThreadRow, message: Message, context: MessageContext): unknown {
  // A call has ended somehow, and says so itself.
  if (message.content.type === 'call') return nothing;
  const { status, receipts } = message;
  const { words } = context.contents;
  const read = status === 'read' || status === 'played';
  const inWords = row.stateInWords || status === 'queued';
  let word = context.words.status[status] ?? '';
  if (receipts && receipts.of > 1) {
    if (receipts.read) word = words.readBy(receipts.read, receipts.of);
    else if (receipts.delivered) word = words.deliveredTo(receipts.delivered, receipts.of);
  }
  return html`<span class="st ${read ? 'st--read' : ''}" title=${inWords ? nothing : word}
    >${icon(STATE_ICONS[status] ?? check, status === 'queued' ? 'i14 dash' : 'i14')} <span class=${inWords ? '' : 'vh'}>${word}</span></span
  >`;
}

/** An edit, a deletion or a reaction of ours that is on its way, or was refused. */
function changing({ pendingChange }: Message, context: MessageContext): unknown {
  if (!pendingChange) return nothing;
  const { kind, status, failure } = pendingChange;
  const { words } = context;
  return status === 'failed'
    ? html`<span class="st st--failed">${icon(circleAlert, 'i14')} ${words.notChanged[kind]!(failure?.message ?? '')}</span>`
    : html`<span class="st">${icon(circle, 'i14 dash')} ${words.changing[kind]}</span>`;
}

function marks(message: Message, context: MessageContext): unknown {
  const said = flagWords(message, context);
  if (message.editedAt) said.push(context.words.edited);
  return said.map((word) => html`<span> · ${word}</span>`);
}

function unsentMeta(
  unsent: Unsent,
  row: ThreadRow,
  author: string,
  time: string,
  context: MessageContext,
): TemplateResult {
  const { words } = context;
  const { attachment, failure } = unsent;
  if (unsent.state === 'failed') {
    const lost = failure?.code === 'file_gone';
    return failedMeta(
      row,
      { reason: lost ? words.fileGone : (failure?.message ?? ''), retryable: !lost },
      context,
    );
  }
  const uploading = unsent.state === 'sending' && attachment !== null && attachment.mediaId === null;
  const offline = failure?.type === 'offline' || context.offline;
  const text = uploading
    ? words.uploading(Math.round(attachment.progress * 100))
    : unsent.state === 'sending'
      ? words.sending
      : offline
        ? words.waitingConnection
        : words.status['queued'];
  return html`<div class="meta">
    ${avatar(context.memberId, author, 'av--20')} ${author} · <span class="num">${time}</span>
    <span class="st">${icon(circle, 'i14 dash')} <span class="num">${text}</span></span>
    ${
      uploading
        ? html`<button class="btn btn--text" @click=${() => context.onDiscard(row)}>${words.cancelUpload}</button>`
        : nothing
    }
  </div>`;
}

function failedMeta(
  row: ThreadRow,
  { reason, retryable }: { reason: string; retryable: boolean },
  context: MessageContext,
): TemplateResult {
  const { words } = context;
  const unsent = 'unsent' in row.item;
  return html`<div class="meta">
      <span class="st st--failed">${icon(circleAlert, 'i14')} ${words.notSent(reason)}</span>
    </div>
    ${
      retryable || unsent
        ? html`<div class="meta acts">
          ${
            retryable
              ? html`<button class="btn cri" @click=${() => context.onRetry(row)}>${words.retry}</button>`
              : nothing
          }
          ${unsent ? html`<button class="btn" @click=${() => context.onDiscard(row)}>${words.discard}</button>` : nothing}
        </div>`
        : nothing
    }`;
}
