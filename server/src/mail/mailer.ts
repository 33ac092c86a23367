import type { Logger } from 'pino';
import type { Config } from '../config.ts';

/** An e-mail in plain text: it holds a link, and nothing that a filter or a reader could stumble over. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Hands e-mail over to the configured server. */
export interface Mailer {
  /** Whether any e-mail is sent at all. */
  readonly sends: boolean;
  /** Settles once the server has taken it; throws when it hasn't. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** The library is loaded with the first e-mail. */
export function openMailer(options: { config: Pick<Config, 'mail'>; log: Logger }): Mailer {
  const { mail } = options.config;
  if (mail === null)
    return {
      sends: false,
      send: () => Promise.reject(new Error('This server sends no e-mail.')),
      close: () => undefined,
    };
  let transport: Promise<import('nodemailer').Transporter> | undefined;
  const open = async (): Promise<import('nodemailer').Transporter> => {
    const { createTransport } = await import('nodemailer');
    return createTransport(mail.url, { from: mail.from, disableFileAccess: true, disableUrlAccess: true });
  };
  return {
    sends: true,
    async send({ to, subject, text }) {
      transport ??= open();
      // As an object, so that an address can't smuggle in another one.
      await (await transport).sendMail({ to: { name: '', address: to }, subject, text });
    },
    close: () => void transport?.then((opened) => opened.close()),
  };
}
