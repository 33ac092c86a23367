import { html, nothing, type TemplateResult } from 'lit';
import { attachmentTypeOf, LARGEST_FILE } from '../../controllers/attachment-type.ts';
import type { Attachment } from '../../controllers/outbox.ts';
import { fileSizeOf, fileTypeOf, shownFileName } from '../../format/file-words.ts';
import { dress } from '../../foundation/full-states.ts';
import { icon } from '../../icons/icon.ts';
import { fileText, x } from '../../icons/list.gen.ts';
import type { ThreadWords } from '../../words/pt-br/thread.ts';
import { attachedFilesStyles } from './attached-files.styles.ts';

/** Files that can be sent at a time. */
const MOST_FILES = 10;

interface Attached {
  file: File;
  attachment: Attachment;
  /** Local address of a picture; null for other files. */
  picture: string | null;
}

/** Files that were chosen, dropped or pasted and wait for Send. Loaded with the first of them. */
export class AttachedFiles {
  #files: Attached[] = [];
  #wrong = '';
  #redraw: () => void;

  constructor(root: ShadowRoot, redraw: () => void) {
    this.#redraw = redraw;
    dress(root, attachedFilesStyles);
  }

  get size(): number {
    return this.#files.length;
  }

  async add(files: Iterable<File>, words: ThreadWords, locale: string): Promise<void> {
    this.#wrong = '';
    for (const file of files) {
      const name = shownFileName(file.name);
      if (this.#files.length >= MOST_FILES) this.#wrong = words.tooManyFiles(MOST_FILES);
      else if (!file.size) this.#wrong = words.fileEmpty(name);
      else if (file.size > LARGEST_FILE)
        this.#wrong = words.fileTooLarge(name, fileSizeOf(LARGEST_FILE, locale));
      else this.#files.push(await read(file));
    }
    this.#redraw();
  }

  /** Gives the files away, to be sent. */
  take(): { file: File; attachment: Attachment }[] {
    const taken = this.#files;
    this.clear();
    return taken;
  }

  clear(): void {
    for (const { picture } of this.#files) if (picture) URL.revokeObjectURL(picture);
    this.#files = [];
    this.#wrong = '';
  }

  #remove(at: number): void {
    const [gone] = this.#files.splice(at, 1);
    if (gone?.picture) URL.revokeObjectURL(gone.picture);
    this.#wrong = '';
    this.#redraw();
  }

  render(words: ThreadWords, locale: string): unknown {
    if (!this.#files.length && !this.#wrong) return nothing;
    return html`<ul class="files" aria-label=${words.attached}>
        ${this.#files.map((it, at) => this.#tile(it, at, words, locale))}
      </ul>
      ${this.#wrong ? html`<p class="wrong files-wrong" role="alert">${this.#wrong}</p>` : nothing}`;
  }

  #tile({ attachment, picture }: Attached, at: number, words: ThreadWords, locale: string): TemplateResult {
    const name = shownFileName(attachment.name);
    const type = fileTypeOf({ fileName: name, mimeType: attachment.mimeType });
    return html`<li>
      ${
        picture
          ? html`<img src=${picture} alt=${name} title=${name} />`
          : html`<span class="file-mark">${icon(fileText)}</span>
              <span class="file-text">
                <bdi class="cut">${name}</bdi>
                <span class="muted num">${[type, fileSizeOf(attachment.size, locale)].filter(Boolean).join(' · ')}</span>
              </span>`
      }
      <button
        class="ib file-x"
        type="button"
        aria-label=${words.removeFile(name)}
        title=${words.removeFile(name)}
        @click=${() => this.#remove(at)}
      >
        ${icon(x, 'i14')}
      </button>
    </li>`;
  }
}

async function read(file: File): Promise<Attached> {
  const { name, type: mimeType, size } = file;
  const type = attachmentTypeOf({ mimeType, size });
  const attachment: Attachment = { type, name, mimeType, size, mediaId: null, progress: 0 };
  if (type !== 'image') return { file, attachment, picture: null };
  try {
    const { width, height } = await createImageBitmap(file);
    return { file, attachment: { ...attachment, width, height }, picture: URL.createObjectURL(file) };
  } catch {
    // It only says that it is a picture.
    return { file, attachment: { ...attachment, type: 'document' }, picture: null };
  }
}
