import type { MetaHubClient } from '../../client/client.ts';
import type { Media, Message } from '../../client/contract.ts';
import type { Outbox } from '../../controllers/outbox.ts';
import type { ThreadItem } from '../../controllers/thread.ts';
import { MediaLinks } from '../../controllers/media-links.ts';
import type { ContentWords } from '../../words/pt-br/content.ts';
import type { SharedWords } from '../../words/pt-br/shared.ts';
import type { AudioPlayer } from './audio-player.ts';

/** What the desk needs of the thread that it serves. */
export interface DeskStage {
  readonly root: ShadowRoot;
  redraw(): void;
  words(): { content: ContentWords; shared: SharedWords };
  items(): ThreadItem[];
}

/**
 * Files of a thread: their addresses, what plays, and the layer that shows one large. Player and layer are loaded
 * when first used.
 */
export class MediaDesk {
  readonly links: MediaLinks;
  /** Null until something was played. */
  player: AudioPlayer | null = null;
  #stage: DeskStage;
  #outbox: Outbox;
  #previews = new Map<string, string>();
  #stops: (() => void)[];
  #ended = false;

  constructor(client: MetaHubClient, outbox: Outbox, stage: DeskStage) {
    this.#stage = stage;
    this.#outbox = outbox;
    this.links = new MediaLinks(client);
    this.#stops = [this.links.subscribe(() => stage.redraw())];
  }

  /** The local picture of a file that was attached here, by the key of its item; null for others. */
  previewOf(key: string): string | null {
    let preview = this.#previews.get(key);
    const file = preview ? null : this.#outbox.fileOf(key);
    if (file && /^(image|video)\//.test(file.type)) {
      this.#previews.set(key, (preview = URL.createObjectURL(file)));
    }
    return preview ?? null;
  }

  /** Plays or pauses. */
  async play(media: Media, from?: number): Promise<void> {
    const address = this.links.addressOf(media) ?? (await this.links.freshen(media.id));
    if (!address || this.#ended) return;
    const player = (this.player ??= await this.#makePlayer());
    await player.toggle(media.id, address, from);
  }

  async #makePlayer(): Promise<AudioPlayer> {
    const { AudioPlayer } = await import('./audio-player.ts');
    const player = new AudioPlayer();
    if (this.#ended) player.destroy();
    this.#stops.push(player.subscribe(() => this.#stage.redraw()));
    return player;
  }

  /** Shows a picture or a film of the thread large, with the others of the thread beside it. */
  async open(messageId: string): Promise<void> {
    const { openLightbox } = await import('./lightbox.ts');
    if (this.#ended) return;
    this.player?.pause();
    const messages = this.#stage.items().flatMap((item) => ('message' in item ? [item.message] : []));
    openLightbox({
      root: this.#stage.root,
      links: this.links,
      messages: messages.filter(isShownLarge),
      messageId,
      ...this.#stage.words(),
    });
  }

  /** An address that is over would save an error in place of the file: a fresh one is fetched first. */
  save(event: Event, media: Media): void {
    const link = event.currentTarget as HTMLAnchorElement;
    const address = this.links.addressOf(media);
    if (address) {
      link.href = address;
      return;
    }
    event.preventDefault();
    void this.#saveFresh(link, media.id);
  }

  async #saveFresh(link: HTMLAnchorElement, mediaId: string): Promise<void> {
    const fresh = await this.links.freshen(mediaId);
    if (!fresh || !link.isConnected) return;
    link.href = fresh;
    link.click();
  }

  destroy(): void {
    this.#ended = true;
    for (const stop of this.#stops) stop();
    this.player?.destroy();
    this.links.destroy();
    for (const preview of this.#previews.values()) URL.revokeObjectURL(preview);
  }
}

function isShownLarge({ content }: Message): boolean {
  return (content.type === 'image' || content.type === 'video') && content.media.state === 'stored';
}
