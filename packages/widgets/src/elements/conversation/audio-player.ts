import { Store } from '../../foundation/store.ts';

/** How fast one may listen, in the order in which the button goes through them. */
const RATES = [1, 1.5, 2];

/** Plays one audio at a time. It goes on while its message is scrolled out of sight. */
export class AudioPlayer extends Store {
  /** The file that is loaded. */
  mediaId: string | null = null;
  playing = false;
  /** Seconds from the beginning. */
  at = 0;
  /** Seconds; 0 until known. */
  length = 0;
  rate = 1;
  /** This browser cannot play it, or it could not be loaded. */
  failed = false;

  #audio = new Audio();

  constructor() {
    super();
    this.#audio.preload = 'metadata';
    for (const name of ['play', 'pause', 'timeupdate', 'durationchange', 'ended', 'seeked', 'error']) {
      this.#audio.addEventListener(name, this.#read);
    }
  }

  #read = (event: Event): void => {
    const audio = this.#audio;
    this.playing = !audio.paused && !audio.ended;
    this.at = audio.ended ? 0 : audio.currentTime;
    // Some recordings tell their length only at their end.
    if (Number.isFinite(audio.duration)) this.length = audio.duration;
    if (event.type === 'error') this.failed = true;
    this.changed();
  };

  /** Plays a file from where it was left, or pauses it. `from` is where to begin another, in seconds. */
  async toggle(mediaId: string, address: string, from = 0): Promise<void> {
    const audio = this.#audio;
    if (this.mediaId !== mediaId) {
      this.#load(mediaId, address);
      if (from) audio.currentTime = from;
    } else if (this.playing) return audio.pause();
    try {
      await audio.play();
    } catch (error) {
      // Pausing at once, loading another, or a browser that wants a press first, end the promise too.
      if ((error as DOMException).name !== 'NotSupportedError') return;
      this.failed = true;
      this.changed();
    }
  }

  #load(mediaId: string, address: string): void {
    this.mediaId = mediaId;
    this.failed = false;
    this.at = 0;
    this.length = 0;
    this.#audio.src = address;
    this.#audio.playbackRate = this.rate;
  }

  pause(): void {
    this.#audio.pause();
  }

  /** Goes to a place, in seconds. */
  seek(at: number): void {
    this.#audio.currentTime = at;
    this.at = at;
    this.changed();
  }

  /** The next speed. It holds for what is played afterwards too. */
  nextRate(): void {
    this.rate = RATES[(RATES.indexOf(this.rate) + 1) % RATES.length]!;
    this.#audio.playbackRate = this.rate;
    this.changed();
  }

  destroy(): void {
    this.#audio.pause();
    this.#audio.removeAttribute('src');
  }
}
