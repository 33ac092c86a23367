const INTRO_BYTES = 4;
const ROUTING_HEADER_BYTES = 7;

/** Cuts a client's byte stream into frames: an intro once, then `length (3 bytes, big-endian) || body`. */
export class FrameReader {
  /** The client's intro (`WA`, protocol, dictionary version); empty until it has come. */
  intro: Buffer = Buffer.alloc(0);
  #waiting: Buffer = Buffer.alloc(0);

  /** Takes what the socket gave; answers the frames that are complete. Throws on a foreign intro. */
  push(data: Buffer): Buffer[] {
    this.#waiting = this.#waiting.length === 0 ? data : Buffer.concat([this.#waiting, data]);
    if (this.intro.length === 0 && !this.#takeIntro()) return [];
    const frames: Buffer[] = [];
    while (this.#waiting.length >= 3) {
      const end = 3 + this.#waiting.readUIntBE(0, 3);
      if (this.#waiting.length < end) break;
      frames.push(this.#waiting.subarray(3, end));
      this.#waiting = this.#waiting.subarray(end);
    }
    return frames;
  }

  #takeIntro(): boolean {
    let offset = 0;
    if (this.#waiting.length < INTRO_BYTES) return false;
    if (this.#waiting.toString('latin1', 0, 2) === 'ED') {
      // Edge routing that an earlier connection was given: `ED 00 01 length(3) info`, then the intro.
      if (this.#waiting.length < ROUTING_HEADER_BYTES) return false;
      offset = ROUTING_HEADER_BYTES + this.#waiting.readUIntBE(4, 3);
      if (this.#waiting.length < offset + INTRO_BYTES) return false;
    }
    const intro = this.#waiting.subarray(offset, offset + INTRO_BYTES);
    if (intro.toString('latin1', 0, 2) !== 'WA') throw new Error('this client does not speak WhatsApp Web');
    this.intro = Buffer.from(intro);
    this.#waiting = this.#waiting.subarray(offset + INTRO_BYTES);
    return true;
  }
}
