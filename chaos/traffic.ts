import { setTimeout as sleep } from 'node:timers/promises';
import { FILES, sha256 } from '../server/test/media-files.ts';
import type { Dice } from './dice.ts';
import { RefusedError } from './hub.ts';
import type { Line, World } from './world.ts';

/** One message that somebody was told is taken: by the network on the way in, by the API on the way out. */
export interface Promised {
  way: 'in' | 'out';
  line: Line;
  /** Who wrote it, on the way in. */
  from: string;
  /** Its place among what the same author wrote in the line. */
  place: number;
  /** Unique in the whole run. */
  text: string;
  /** The id in WhatsApp. */
  whatsappId: string;
  /** The message's id in the API, on the way out. */
  messageId: string | null;
  sha256: string | null;
  /** The fault in whose time it was written. */
  fault: string;
}

export interface TrafficOptions {
  world: World;
  dice: Dice;
  /** Messages a second in all, each way. */
  perSecond: number;
  /** Which round of the run it is: texts of another one are others. */
  round: number;
  /** The fault whose time it is. */
  fault(): string;
  signal: AbortSignal;
}

/** Everybody writes: customers to the business, and the business, by the API, to its customers. */
export class Traffic {
  readonly promised: Promised[] = [];
  readonly #options: TrafficOptions;
  #running: Promise<unknown> = Promise.resolve();
  #stopping = false;

  constructor(options: TrafficOptions) {
    this.#options = options;
  }

  start(): void {
    const { world, dice } = this.#options;
    this.#running = Promise.all(
      world.lines.flatMap((line) => [
        this.#run(dice.apart(`${line.name} in`), (place, own) => this.#customerWrites(line, place, own)),
        this.#run(dice.apart(`${line.name} out`), (place, own) => this.#businessWrites(line, place, own)),
      ]),
    );
    this.#running.catch(() => undefined);
  }

  /** Lets everybody finish the message that they are at. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }

  async #run(dice: Dice, write: (place: number, dice: Dice) => Promise<void>): Promise<void> {
    const { world, perSecond, signal } = this.#options;
    const meanMs = (1_000 * world.lines.length) / perSecond;
    for (let place = 1; !this.#stopping; place += 1) {
      await sleep(Math.round(2 * meanMs * dice.next()), undefined, { signal });
      if (!this.#stopping) await write(place, dice);
    }
  }

  /** The phone repeats a request that wasn't answered with the same id: to the network that is the same message. */
  async #customerWrites(line: Line, place: number, dice: Dice): Promise<void> {
    const { world, signal } = this.#options;
    const from = dice.pick(line.people);
    const text = `${line.name} pergunta ${this.#options.round}-${place}`;
    const id = `3EB0${Array.from({ length: 18 }, () => dice.between(0, 15).toString(16))
      .join('')
      .toUpperCase()}`;
    const file = dice.chance(0.1) ? FILES.png() : null;
    const content = file ? { image: { base64: file.toString('base64'), caption: text } } : { text };
    const to = line.isGroup ? line.peer : line.session.number;
    for (let attempt = 0; ; attempt += 1) {
      try {
        await world.phones.call('POST', `/phones/${from}/messages`, { to, id, ...content });
        break;
      } catch (error) {
        if (attempt >= 200) throw error;
        await sleep(100, undefined, { signal });
      }
    }
    const digest = file && sha256(file);
    this.#note({ way: 'in', line, from, place, text, whatsappId: id, messageId: null, sha256: digest });
  }

  async #businessWrites(line: Line, place: number, dice: Dice): Promise<void> {
    const { world } = this.#options;
    const { token } = line.session.account;
    const text = `${line.name} resposta ${this.#options.round}-${place}`;
    const file = dice.chance(0.1) ? FILES.pdf(20_000) : null;
    const mediaId = file && (await this.#upload(line, place, file));
    const content = mediaId ? { type: 'document', mediaId, caption: text } : { type: 'text', text };
    const { id, whatsappId } = await world.hub.ask<{ id: string; whatsappId: string }>({
      token,
      path: '/send-message',
      idempotencyKey: `${line.name}-${this.#options.round}-${place}`,
      body: { conversationId: line.conversationId, content },
    });
    const digest = file && sha256(file);
    this.#note({ way: 'out', line, from: '', place, text, whatsappId, messageId: id, sha256: digest });
  }

  /** An upload that was refused clearly (no room on the disk) is tried again, as a person does. */
  async #upload(line: Line, place: number, file: Buffer): Promise<string> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const { id } = await this.#options.world.hub.ask<{ id: string }>({
          token: line.session.account.token,
          path: `/media?fileName=${line.name}-${place}.pdf`,
          body: file,
        });
        return id;
      } catch (error) {
        if (!(error instanceof RefusedError) || attempt >= 100) throw error;
        await sleep(200);
      }
    }
  }

  #note(message: Omit<Promised, 'fault'>): void {
    this.promised.push({ ...message, fault: this.#options.fault() });
  }
}
