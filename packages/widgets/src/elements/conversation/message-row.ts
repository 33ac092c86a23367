import { html, nothing, type TemplateResult } from 'lit';
import type { Author, Message } from '../../client/contract.ts';
import type { Unsent } from '../../controllers/outbox.ts';
import { dayLabelOf } from '../../format/day-label.ts';
import { timeOf, type Clock } from '../../format/times.ts';
import { avatar } from '../../foundation/avatar.ts';
import { textOf } from '../../foundation/message-preview.ts';
import {
  ban,
  check,
  checkCheck,
  circleAlert,
  circleDashed,
  fileText,
  image,
  mic,
  video,
} from '../../icons/list.gen.ts';
import { smartphone } from '../../icons/states.gen.ts';
import { ear, mapPin, plug, sparkles, sticker, userRound, waypoints } from '../../icons/thread.gen.ts';
import { icon } from '../../icons/icon.ts';
import type { ThreadWords } from '../../words/pt-br/thread.ts';
import { messageText, type FindLinks } from './message-text.ts';
import { timeOfItem, type ThreadRow } from './thread-rows.ts';

/** What rows are drawn from besides their items. */
export interface MessageContext {
  words: ThreadWords;
  kinds: Record<string, string>;
  clock: Clock;
  /** What the contact is called here. */
  contactName: string;
  isGroup: boolean;
  memberName: string;
  memberId: string;
  findLinks: FindLinks | null;
  activeKey: string | null;
  setSize: number;
  offline: boolean;
  onRetry(row: ThreadRow): void;
  onDiscard(row: ThreadRow): void;
  onQuote(messageId: string): void;
  /** A failed message that was sent anew keeps its words, without the button. */
  retried: Set<string>;
}

const KIND_ICONS: Record<string, string> = {
  image,
  video,
  audio: mic,
  voice: mic,
  document: fileText,
  sticker,
  location: mapPin,
  contacts: userRound,
  deleted: ban,
};
const STATE_ICONS: Record<string, string> = {
  queued: circleDashed,
  sent: check,
  delivered: checkCheck,
  read: checkCheck,
  played: ear,
  failed: circleAlert,
};
const MACHINES: Partial<Record<Author['kind'], string>> = {
  phone: smartphone,
  flow: waypoints,
  campaign: waypoints,
  api: plug,
  integration: plug,
  assistant: sparkles,
};

/** A row of the thread: the day or the line of new messages above it, a bubble, and the run's meta below. */
export function messageRow(row: ThreadRow, index: number, context: MessageContext): TemplateResult {
  const { item } = row;
  const { words, clock } = context;
  const message = 'message' in item ? item.message : null;
  const out = message?.direction !== 'inbound';
  const author = authorOf(row, context);
  const at = timeOfItem(item);
  const bubble = message
    ? messageBubble(message, row, context)
    : unsentBubble((item as { unsent: Unsent }).unsent, row, context);
  return html`<div
    class="msg ${out ? 'out' : 'in'} ${row.joined ? 'joined' : ''} ${row.continued ? 'continued' : ''}"
    role="article"
    data-key=${row.key}
    data-id=${message?.id ?? nothing}
    tabindex=${row.key === context.activeKey ? '0' : '-1'}
    aria-posinset=${index + 1}
    aria-setsize=${context.setSize}
    aria-label=${`${author}, ${timeOf(at, clock)}`}
  >
    ${row.day ? html`<div class="day">${dayLabelOf(at, clock)}</div>` : nothing}
    ${row.newest ? html`<div class="day day--new">${words.newMessages(row.newest)}</div>` : nothing} ${bubble}
    ${row.continued ? nothing : meta(row, author, context)}
  </div>`;
}

/** Who wrote it, in the words of the thread. */
export function authorOf(
  row: ThreadRow,
  context: Pick<MessageContext, 'words' | 'contactName' | 'memberName'>,
): string {
  const { item } = row;
  if ('unsent' in item) return context.memberName || context.words.you;
  const { author, direction } = item.message;
  if (direction === 'inbound') return author.name || context.contactName;
  if (author.kind === 'phone') return context.words.fromPhone;
  return author.name || context.words.authors[author.kind] || context.words.you;
}

function messageBubble(message: Message, row: ThreadRow, context: MessageContext): TemplateResult {
  const { status, author } = message;
  const kind =
    status === 'failed' ? 'failed' : status === 'queued' ? 'queued' : author.kind === 'assistant' ? 'ai' : '';
  return html`<div class="bub ${kind}" part="bubble">
    ${message.quoted ? quote(message, context) : nothing}${drawContent(message, row, context)}
  </div>`;
}

function unsentBubble(unsent: Unsent, row: ThreadRow, context: MessageContext): TemplateResult {
  return html`<div class="bub ${unsent.state === 'failed' ? 'failed' : 'queued'}" part="bubble">
    ${messageText(unsent.text, context.findLinks)}
  </div>`;
}

function drawContent(message: Message, row: ThreadRow, context: MessageContext): unknown {
  const { content } = message;
  const { type } = content;
  if (content.type === 'text') return messageText(content.text, context.findLinks);
  const word =
    type === 'deleted'
      ? context.words.deletedBy(authorOf(row, context))
      : (context.kinds[type] ?? context.kinds['unsupported']);
  const file = 'media' in content ? content.media.fileName : null;
  const caption = textOf(content);
  return html`<span class="kind">${icon(KIND_ICONS[type] ?? fileText)} ${word}${file ? html` · ${file}` : nothing}</span>
    ${caption ? messageText(caption, context.findLinks) : nothing}`;
}

function quote(message: Message, context: MessageContext): TemplateResult {
  const { messageId, author, preview } = message.quoted!;
  const name = author.name || context.contactName;
  return html`<button
    class="quote"
    ?disabled=${!messageId}
    @click=${() => messageId && context.onQuote(messageId)}
  >
    <b>${name}</b><span class="cut">${preview}</span>
  </button>`;
}

/** One line below a run: who, when, and how far it got. */
function meta(row: ThreadRow, author: string, context: MessageContext): TemplateResult {
  const { item } = row;
  const { words, clock } = context;
  const time = timeOf(timeOfItem(item), clock);
  if ('unsent' in item) {
    const { unsent } = item;
    if (unsent.state === 'failed') return failedMeta(row, unsent.failure?.message ?? '', true, context);
    const offline = unsent.failure?.type === 'offline' || context.offline;
    const text =
      unsent.state === 'sending' ? words.sending : offline ? words.waitingConnection : words.status['queued'];
    return html`<div class="meta">
      ${avatar(context.memberId, author, 'av--20')} ${author} · <span class="num">${time}</span>
      <span class="st">${icon(circleDashed, 'i14')} ${text}</span>
    </div>`;
  }
  const { message } = item;
  if (message.direction === 'inbound') {
    return html`<div class="meta">
      ${context.isGroup ? html`${avatar(message.author.id ?? author, author, 'av--20')} ${author} ·` : nothing}
      <span class="num">${time}</span>${edited(message, words)}
    </div>`;
  }
  if (message.status === 'failed') {
    const retryable = Boolean(message.failure?.retryable) && !context.retried.has(message.id);
    return failedMeta(row, message.failure?.message ?? '', retryable, context);
  }
  const machine = MACHINES[message.author.kind];
  const word = words.status[message.status] ?? '';
  const read = message.status === 'read' || message.status === 'played';
  const inWords = row.stateInWords || message.status === 'queued';
  return html`<div class="meta">
    ${
      machine
        ? html`<span class="av av--20 machine ${message.author.kind === 'assistant' ? 'a4' : 'a6'}" aria-hidden="true"
          >${icon(machine, 'i12')}</span
        >`
        : avatar(message.author.id ?? author, author, 'av--20')
    }
    ${author} · <span class="num">${time}</span>
    <span class="st ${read ? 'st--read' : ''}" title=${inWords ? nothing : word}
      >${icon(STATE_ICONS[message.status] ?? check, 'i14')}
      <span class=${inWords ? '' : 'vh'}>${word}</span></span
    >${edited(message, words)}
  </div>`;
}

function edited(message: Message, words: ThreadWords): unknown {
  return message.editedAt ? html`<span>· ${words.edited}</span>` : nothing;
}

function failedMeta(
  row: ThreadRow,
  reason: string,
  retryable: boolean,
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
