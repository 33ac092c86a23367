import { html, nothing, type TemplateResult } from 'lit';
import type { Content, Media, Message } from '../../client/contract.ts';
import { durationOf } from '../../format/duration.ts';
import { fileSizeOf, fileTypeOf, shownFileName } from '../../format/file-words.ts';
import { initialText } from '../../format/initial-text.ts';
import { kindOf } from '../../foundation/message-preview.ts';
import { fileText, image, mic, video } from '../../icons/list.gen.ts';
import { download, eyeOff, pause, play, sticker } from '../../icons/thread.gen.ts';
import { icon } from '../../icons/icon.ts';
import type { ContentWords } from '../../words/pt-br/content.ts';
import { mediaBox } from './media-box.ts';
import type { MessageContext } from './message-context.ts';

export type MediaContent = Extract<Content, { media: Media }>;

const ICONS: Record<string, string> = {
  image,
  video,
  gif: video,
  audio: mic,
  voice: mic,
  document: fileText,
  sticker,
};

/** A file of a message: what can be seen, heard, or only taken home. */
export function mediaContent(
  message: Message,
  content: MediaContent,
  key: string,
  context: MessageContext,
): TemplateResult {
  if (content.type === 'document') return fileTile(content.media, context);
  if (content.type === 'audio' || content.type === 'voice') return audio(content, context);
  const { media } = content;
  const box = mediaBox(content.type, media);
  const preview = context.desk.previewOf(key);
  const address = context.desk.links.addressOf(media) ?? preview;
  // Nothing to see and nothing to come: a line says so, where a large empty frame would say nothing.
  if (!address && !media.thumbnail && media.state !== 'pending' && media.state !== 'stored') {
    return fileLine(content, isViewOnce(message), context);
  }
  return picture({ content, box, address, preview, viewOnce: isViewOnce(message) }, context, () =>
    context.onOpen(message.id),
  );
}

function picture(
  shown: {
    content: MediaContent;
    box: { width: number; height: number };
    address: string | null;
    preview: string | null;
    viewOnce: boolean;
  },
  context: MessageContext,
  open: () => void,
): TemplateResult {
  const { content, box, address, preview, viewOnce } = shown;
  const { media } = content;
  const { words } = context.contents;
  const kind = kindOf(content);
  const word = context.kinds[kind] ?? '';
  const ratio = `aspect-ratio:${box.width}/${box.height};width:${box.width}px`;
  const inside = html`${media.thumbnail ? html`<img class="thumb" src=${media.thumbnail} alt="" />` : nothing}
  ${!media.thumbnail && !address ? html`<span class="blank">${icon(ICONS[kind]!, 'i28')}</span>` : nothing}
  ${address ? film(kind, address) : nothing}
  ${address ? nothing : waiting(media, viewOnce, words)}
  ${
    kind === 'video' && (address || media.thumbnail)
      ? html`<span class="glyph">${icon(play)}</span>
          ${media.durationMs ? html`<span class="chip num">${durationOf(media.durationMs)}</span>` : nothing}`
      : kind === 'gif' && address
        ? html`<span class="chip">GIF</span>`
        : nothing
  }`;
  if (content.type === 'sticker') {
    return html`<span class="pic sticker" role="img" aria-label=${word} .style=${ratio}>${inside}</span>`;
  }
  if (!address || address === preview) {
    return html`<span class="pic" role="img" aria-label=${word} .style=${ratio}>${inside}</span>`;
  }
  const length = media.durationMs ? `, ${durationOf(media.durationMs)}` : '';
  const caption = content.caption ? `: ${initialText(content.caption, 100)}` : '';
  return html`<button
    class="pic"
    .style=${ratio}
    aria-label=${words.open(word) + length + caption}
    @click=${open}
  >
    ${inside}
  </button>`;
}

/** The picture itself; a GIF is a short film without sound. Films are not loaded before they are opened. */
function film(kind: string, address: string): unknown {
  if (kind === 'gif') {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    return html`<video
      class="full"
      src=${address}
      muted
      .muted=${true}
      loop
      playsinline
      disablepictureinpicture
      ?autoplay=${!still}
    ></video>`;
  }
  if (kind === 'video') return nothing;
  return html`<img class="full" src=${address} alt="" decoding="async" draggable="false" />`;
}

function waiting(media: Media, viewOnce: boolean, words: ContentWords): unknown {
  if (media.state === 'stored') return nothing;
  return html`<span class="chip chip--wide">
    ${viewOnce && media.state === 'expired' ? icon(eyeOff, 'i14') : nothing} ${stateWord(media, viewOnce, words)}
  </span>`;
}

/** What became of a file that cannot be opened here. */
function stateWord({ state }: Media, viewOnce: boolean, words: ContentWords): string {
  if (state === 'pending') return words.receiving;
  if (viewOnce && state === 'expired') return words.onlyOnPhone;
  return state === 'expired' ? words.fileExpired : state === 'failed' ? words.fileFailed : '';
}

function isViewOnce({ flags }: Message): boolean {
  return flags.includes('view_once');
}

function fileLine(content: MediaContent, viewOnce: boolean, context: MessageContext): TemplateResult {
  const { words } = context.contents;
  const kind = kindOf(content);
  const drawing = viewOnce ? eyeOff : ICONS[kind]!;
  const state = stateWord(content.media, viewOnce, words);
  return html`<span class="kind">${icon(drawing)} ${context.kinds[kind]} · ${state}</span>`;
}

/** A file by its name, with its type, its size, and the way to save it. */
export function fileTile(media: Media, context: MessageContext): TemplateResult {
  const { words } = context.contents;
  const name = shownFileName(media.fileName ?? '') || context.kinds['document']!;
  const type = fileTypeOf(media);
  const state = stateWord(media, false, words);
  const size = state || fileSizeOf(media.size, context.clock.locale);
  const address = context.desk.links.addressOf(media);
  return html`<div class="file">
    <span class="tile-s">${icon(fileText)}</span>
    <div class="grow">
      <div class="file-name"><bdi>${name}</bdi></div>
      <div class="s muted num">${[type, size].filter(Boolean).join(' · ')}</div>
    </div>
    ${media.state === 'stored' ? saveLink(media, address, words.downloadFile(name), context) : nothing}
  </div>`;
}

function saveLink(
  media: Media,
  address: string | null,
  label: string,
  context: MessageContext,
): TemplateResult {
  return html`<a
    class="ib"
    href=${address ?? '#'}
    download=${shownFileName(media.fileName ?? '')}
    target="_blank"
    rel="noopener noreferrer"
    aria-label=${label}
    title=${context.contents.words.download}
    @click=${(event: Event) => context.desk.save(event, media)}
    >${icon(download)}</a
  >`;
}

/** A voice message or an audio file, with its own small player. */
function audio(content: MediaContent, context: MessageContext): TemplateResult {
  const { media } = content;
  const { words } = context.contents;
  const { player } = context.desk;
  const kind = context.kinds[content.type]!;
  if (media.state !== 'stored') return fileLine(content, false, context);
  const own = player?.mediaId === media.id ? player : null;
  const length = own?.length || (media.durationMs ?? 0) / 1000;
  const at = Math.min(own?.at ?? 0, length || Infinity);
  const shownTime = durationOf((own && (own.playing || at) ? at : length) * 1000);
  const rate = (own?.rate ?? 1).toLocaleString(context.clock.locale);
  const name = content.type === 'audio' ? shownFileName(media.fileName ?? '') : '';
  const share = length ? (at / length) * 100 : 0;
  return html`<div class="voice" role="group" aria-label=${length ? `${kind}, ${durationOf(length * 1000)}` : kind}>
    <button
      class="play"
      aria-label=${own?.playing ? words.pause : words.play}
      @click=${() => void context.desk.play(media)}
    >
      ${icon(own?.playing ? pause : play, 'i14')}
    </button>
    <div class="grow">
      ${name ? html`<div class="s cut"><bdi>${name}</bdi></div>` : nothing}
      <input
        type="range"
        min="0"
        max=${length || 1}
        step="any"
        .value=${String(at)}
        .style=${`--_p:${share.toFixed(1)}%`}
        aria-label=${words.position}
        aria-valuetext=${words.timeOf(durationOf(at * 1000), durationOf(length * 1000))}
        @keydown=${(event: KeyboardEvent) => step(event, own, length)}
        @input=${(event: Event) => {
          const to = Number((event.target as HTMLInputElement).value);
          if (own) own.seek(to);
          else void context.desk.play(media, to);
        }}
      />
    </div>
    <span class="s num muted">${shownTime}</span>
    ${
      own
        ? html`<button class="rate num" aria-label=${words.speed(rate)} @click=${() => own.nextRate()}>
            ${rate}×
          </button>`
        : saveLink(media, context.desk.links.addressOf(media), words.downloadFile(kind), context)
    }
  </div>
  ${own?.failed ? html`<p class="s wrong" role="alert">${words.cannotPlay}</p>` : nothing}`;
}

/** Seconds that an arrow key moves. */
const STEP_S = 5;

function step(
  event: KeyboardEvent,
  own: { at: number; seek(to: number): void } | null,
  length: number,
): void {
  const towards: Record<string, number> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
  const way = towards[event.key];
  if (!way || !own) return;
  event.preventDefault();
  const rtl = (event.target as Element).matches(':dir(rtl)') && /Left|Right/.test(event.key);
  own.seek(Math.min(length, Math.max(0, own.at + STEP_S * (rtl ? -way : way))));
}
