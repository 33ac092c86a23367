import { html, nothing, type TemplateResult } from 'lit';
import type { Message, Quoted } from '../../client/contract.ts';
import type { Attachment, Unsent } from '../../controllers/outbox.ts';
import { dayLabelOf } from '../../format/day-label.ts';
import { fileSizeOf, fileTypeOf, shownFileName } from '../../format/file-words.ts';
import { timeOf } from '../../format/times.ts';
import { fileText } from '../../icons/list.gen.ts';
import { ellipsis, info, reply } from '../../icons/thread.gen.ts';
import { icon } from '../../icons/icon.ts';
import { forwardedLine, frameOf, messageContent, reactionPill } from './content.ts';
import { authorOf, type MessageContext } from './message-context.ts';
import { mediaBox } from './media-box.ts';
import { messageMeta } from './message-meta.ts';
import { messageText } from './message-text.ts';
import { timeOfItem, type ThreadRow } from './thread-rows.ts';

/** A row of the thread: the day or the line of new messages above it, a bubble, and the run's meta below. */
export function messageRow(row: ThreadRow, index: number, context: MessageContext): TemplateResult {
  const { item } = row;
  const { words, clock } = context;
  const message = 'message' in item ? item.message : null;
  const notice = message?.content.type === 'notice';
  const side = notice ? 'told' : message?.direction === 'inbound' ? 'in' : 'out';
  const author = authorOf(row, context);
  const at = timeOfItem(item);
  const canReply = message !== null && answerable(message, context);
  return html`<div
    class="msg ${side} ${row.joined ? 'joined' : ''} ${row.continued ? 'continued' : ''}"
    role="article"
    data-key=${row.key}
    data-id=${message?.id ?? nothing}
    tabindex=${row.key === context.activeKey ? '0' : '-1'}
    aria-posinset=${index + 1}
    aria-setsize=${context.setSize}
    aria-label=${notice ? timeOf(at, clock) : `${author}, ${timeOf(at, clock)}`}
    aria-keyshortcuts=${canReply ? 'R' : nothing}
  >
    ${row.day ? html`<div class="day">${dayLabelOf(at, clock)}</div>` : nothing}
    ${row.newest ? html`<div class="day day--new">${words.newMessages(row.newest)}</div>` : nothing}
    ${
      notice
        ? html`<p class="sys">
            ${icon(info, 'i14')}
            <span>${messageContent(message, row.key, context)} · <span class="num">${timeOf(at, clock)}</span></span>
          </p>`
        : html`<div class="line">
              ${
                message
                  ? messageBubble(message, row, context)
                  : unsentBubble((item as { unsent: Unsent }).unsent, row, context)
              }
              ${canReply ? actionButtons(message, author, context) : nothing}
            </div>
            ${message ? reactionPill(message.reactions, context) : nothing}
            ${row.continued ? nothing : messageMeta(row, context)}`
    }
  </div>`;
}

/** True for what can be replied to: it is still there, and it went out. */
export function answerable({ content, status }: Message, context: Pick<MessageContext, 'onReply'>): boolean {
  return context.onReply !== null && !/deleted|notice|call/.test(content.type) && status !== 'failed';
}

/** Beside a bubble, while the pointer or the focus is on it. The menu has all that can be done. */
function actionButtons(message: Message, author: string, context: MessageContext): TemplateResult {
  const label = context.contents.words.replyTo(author);
  const more = context.contents.words.more(author);
  return html`<span class="do"
    ><button
      class="ib reply"
      tabindex="-1"
      aria-label=${label}
      title=${label}
      @click=${() => context.onReply?.(message)}
    >
      ${icon(reply)}</button
    ><button
      class="ib more"
      tabindex="-1"
      aria-label=${more}
      title=${more}
      aria-haspopup="menu"
      @click=${(event: Event) => context.onMore(message, event.currentTarget as HTMLElement)}
    >
      ${icon(ellipsis)}</button
  ></span>`;
}

function messageBubble(message: Message, row: ThreadRow, context: MessageContext): TemplateResult {
  const { status, author, quoted, pendingChange } = message;
  const isChanging = pendingChange?.status === 'queued' && pendingChange.kind !== 'reaction';
  const kind =
    status === 'failed'
      ? 'failed'
      : status === 'queued' || isChanging
        ? 'queued'
        : author.kind === 'assistant'
          ? 'ai'
          : '';
  return html`<div class="bub ${kind} ${frameOf(message)}" part="bubble">
    ${forwardedLine(message, context)}${quoted ? quoteBar(quoted, context) : nothing}${messageContent(
      asChanged(message),
      row.key,
      context,
    )}
  </div>`;
}

/** An edit that is on its way shows already; one that was refused does not. */
function asChanged(message: Message): Message {
  const { content, pendingChange } = message;
  const text = pendingChange?.status === 'queued' ? pendingChange.text : null;
  if (text === null) return message;
  if (content.type === 'text') return { ...message, content: { ...content, text } };
  return 'caption' in content ? { ...message, content: { ...content, caption: text } } : message;
}

function unsentBubble(unsent: Unsent, row: ThreadRow, context: MessageContext): TemplateResult {
  const { attachment, quoted, text, state } = unsent;
  const picture = attachment && unsentPicture(attachment, row.key, context);
  const uploading = attachment && state === 'sending' && attachment.mediaId === null;
  return html`<div class="bub ${state === 'failed' ? 'failed' : 'queued'} ${picture ? 'media' : ''}" part="bubble">
    ${quoted ? quoteBar(quoted, context) : nothing}${
      attachment ? (picture ?? unsentFile(attachment, context)) : nothing
    }${
      uploading
        ? html`<progress aria-label=${context.words.sending} max="1" .value=${attachment.progress}></progress>`
        : nothing
    }${text ? html`<div class=${picture ? 'cap' : ''}>${messageText(text)}</div>` : nothing}
  </div>`;
}

function unsentPicture(attachment: Attachment, key: string, context: MessageContext): TemplateResult | null {
  const preview = attachment.type === 'image' ? context.desk.previewOf(key) : null;
  if (!preview) return null;
  const { width, height } = mediaBox(attachment.type, attachment);
  return html`<span
    class="pic"
    role="img"
    aria-label=${context.kinds['image']!}
    .style=${`aspect-ratio:${width}/${height};width:${width}px`}
    ><img class="full" src=${preview} alt="" draggable="false"
  /></span>`;
}

function unsentFile({ name, mimeType, size }: Attachment, context: MessageContext): TemplateResult {
  const type = fileTypeOf({ fileName: name, mimeType });
  return html`<div class="file">
    <span class="tile-s">${icon(fileText)}</span>
    <div class="grow">
      <div class="file-name"><bdi>${shownFileName(name)}</bdi></div>
      <div class="s muted num">
        ${[type, fileSizeOf(size, context.clock.locale)].filter(Boolean).join(' · ')}
      </div>
    </div>
  </div>`;
}

/** What a message replies to. A press leads there, where it is in this inbox. */
function quoteBar({ messageId, author, preview }: Quoted, context: MessageContext): TemplateResult {
  return html`<button
    class="quote"
    ?disabled=${!messageId}
    @click=${() => messageId && context.onQuote(messageId)}
  >
    <b>${context.nameOf(author)}</b><span class="cut">${preview}</span>
  </button>`;
}
