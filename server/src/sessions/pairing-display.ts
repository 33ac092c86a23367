import type { Logger } from 'pino';
import { describeReason, type ReasonCode } from './session-reasons.ts';
import type { PairingSecret, SessionChange } from './session-rows.ts';

/** How long each QR after the first holds; a code holds as long as all of them together. */
const RENEWAL_MS = 20_000;

export interface PairingDisplayOptions {
  log: Logger;
  /** How long a QR holds, where it's not WhatsApp's own time. */
  qrLifeMs: number | undefined;
  /** Answers whether it's stored. */
  tell(change: SessionChange): Promise<boolean>;
  publish(pairing: { secret: PairingSecret; expiresAt: Date }): void;
}

/** Shows what to scan, or to type on the phone, while a session waits to be paired. */
export class PairingDisplay {
  readonly #options: PairingDisplayOptions;
  #reason: ReasonCode | undefined;
  #code: string | undefined;

  constructor(options: PairingDisplayOptions) {
    this.#options = options;
  }

  /** Another connection, or another status: what was shown before no longer holds. */
  clear(): void {
    this.#reason = undefined;
    this.#code = undefined;
  }

  /** WhatsApp gave a reference: shows its QR, or the code that was asked for in its place. Answers whether it's shown. */
  async show(
    reference: { qr: string; left: number; lifeMs: number },
    asked: {
      pairing: PairingSecret | null | undefined;
      locale: string;
      requestCode(number: string): Promise<string>;
    },
  ): Promise<boolean> {
    const { qr, left } = reference;
    const { pairing, locale } = asked;
    if (pairing?.method !== 'code' || !pairing.number) {
      const lifeMs = this.#options.qrLifeMs ?? reference.lifeMs;
      return this.#show({ method: 'qr', qr, attemptsLeft: left }, { lifeMs, locale });
    }
    // One code serves for as long as the socket's references last; the QR's renewals are only its clock.
    if (this.#code) return true;
    const code = await asked.requestCode(pairing.number).catch((error: unknown) => {
      this.#options.log.warn(
        { err: error },
        'WhatsApp gave no pairing code; it is asked again with the next QR',
      );
    });
    if (!code) return false;
    this.#code = code;
    const lifeMs =
      (this.#options.qrLifeMs ?? reference.lifeMs) + left * (this.#options.qrLifeMs ?? RENEWAL_MS);
    return this.#show({ method: 'code', code, attemptsLeft: 0, number: pairing.number }, { lifeMs, locale });
  }

  async #show(
    secret: PairingSecret,
    { lifeMs, locale }: { lifeMs: number; locale: string },
  ): Promise<boolean> {
    const pairing = { secret, expiresAt: new Date(Date.now() + lifeMs) };
    const reason = describeReason(secret.method === 'qr' ? 'waiting_for_scan' : 'waiting_for_code', locale);
    // A renewed QR is no event.
    const change: SessionChange =
      this.#reason === reason.code ? { pairing } : { status: 'pairing', reason, pairing };
    if (!(await this.#options.tell(change))) return false;
    this.#reason = reason.code;
    this.#options.publish(pairing);
    return true;
  }
}
