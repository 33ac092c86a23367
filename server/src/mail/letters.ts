import type { AccountRow } from '../accounts/present.ts';
import type { Mail } from './mailer.ts';

type From = Pick<AccountRow, 'name' | 'locale' | 'branding'>;

/** The e-mail that invites somebody, in the account's language and under its product's name. */
export function invitationLetter(options: {
  to: string;
  account: From;
  invitedBy: string;
  link: string;
}): Mail {
  const { to, account, invitedBy, link } = options;
  const product = account.branding.productName ?? account.name;
  return isEnglish(account.locale)
    ? {
        to,
        subject: `${invitedBy} invites you to ${account.name}`,
        text: `Hello,\n\n${invitedBy} invites you to work in ${account.name} (${product}).\n\nAccept the invitation here; the link holds for 7 days:\n${link}\n\nIf you don't know what this is about, ignore this e-mail.\n`,
      }
    : {
        to,
        subject: `${invitedBy} convidou você para ${account.name}`,
        text: `Olá!\n\n${invitedBy} convidou você para atender em ${account.name} (${product}).\n\nAceite o convite por aqui; o link vale por 7 dias:\n${link}\n\nSe você não sabe do que se trata, ignore este e-mail.\n`,
      };
}

/** The e-mail with the link to set a new password. */
export function resetLetter(options: { to: string; locale: string; link: string }): Mail {
  const { to, locale, link } = options;
  return isEnglish(locale)
    ? {
        to,
        subject: 'Set a new password',
        text: `Hello,\n\nSomebody, probably you, asked to set a new password. The link holds for an hour:\n${link}\n\nIf it wasn't you, ignore this e-mail: nothing has changed.\n`,
      }
    : {
        to,
        subject: 'Crie uma nova senha',
        text: `Olá!\n\nAlguém, provavelmente você, pediu para criar uma nova senha. O link vale por uma hora:\n${link}\n\nSe não foi você, ignore este e-mail: nada mudou.\n`,
      };
}

function isEnglish(locale: string): boolean {
  return locale.toLowerCase().startsWith('en');
}
