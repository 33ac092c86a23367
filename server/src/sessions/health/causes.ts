import type { components } from '../../http/contract.gen.ts';
import { healthCauses } from '../../http/contract-tables.gen.ts';
import type { Reason, ReasonAction } from '../session-reasons.ts';

export type CauseCode = components['schemas']['SessionHealthCode'];

/** How much each takes from the score, and what a person reads; the contract's table says what to do. */
const causes: Record<CauseCode, { takes: number; pt: string; en: string }> = {
  link_ended: {
    takes: 100,
    pt: 'A conexão com o WhatsApp terminou. Conecte o número de novo.',
    en: 'The link to WhatsApp is over. Link the number again.',
  },
  disconnected: {
    takes: 60,
    pt: 'O número está sem conexão. Estamos tentando de novo.',
    en: 'The number is not connected. We are trying again.',
  },
  connection_replaced: {
    takes: 50,
    pt: 'Outro programa usa esta conexão e derruba a nossa. Confira os aparelhos conectados no celular.',
    en: 'Another program uses this connection and pushes ours out. Look at the linked devices on the phone.',
  },
  silent: {
    takes: 60,
    pt: 'Conectado, mas o WhatsApp não responde. Estamos refazendo a conexão.',
    en: 'Connected, but WhatsApp does not answer. We are making the connection anew.',
  },
  reconnecting_often: {
    takes: 25,
    pt: 'A conexão cai com frequência. Confira a internet do celular e os aparelhos conectados.',
    en: 'The connection breaks often. Check the internet of the phone and its linked devices.',
  },
  sends_unconfirmed: {
    takes: 40,
    pt: 'O WhatsApp não confirma o envio de mensagens. Elas serão tentadas de novo.',
    en: 'WhatsApp does not confirm messages. They will be tried again.',
  },
  sends_failing: {
    takes: 30,
    pt: 'Muitas mensagens falharam. Abra o WhatsApp no celular e veja se há um aviso.',
    en: 'Many messages have failed. Open WhatsApp on the phone and see whether it says something.',
  },
  outbox_waiting: {
    takes: 20,
    pt: 'Há mensagens esperando há muito tempo para serem enviadas.',
    en: 'Messages have been waiting for long to be sent.',
  },
  new_chats_restricted: {
    takes: 20,
    pt: 'O WhatsApp não deixa este número começar conversas por enquanto. Respostas continuam.',
    en: 'WhatsApp lets this number begin no new chats for now. Replies go on.',
  },
  waiting_for_phone: {
    takes: 15,
    pt: 'Há mensagens, em geral de anúncios, que só o celular tem. Abra o WhatsApp no celular.',
    en: 'Messages, mostly from ads, are only on the phone. Open WhatsApp on the phone.',
  },
  undecryptable: {
    takes: 15,
    pt: 'Chegaram mensagens que não puderam ser lidas. Pedimos de novo; abra o WhatsApp no celular.',
    en: 'Messages came that can not be read. We asked for them again; open WhatsApp on the phone.',
  },
  inbox_behind: {
    takes: 50,
    pt: 'Mensagens chegaram e estão guardadas, mas não aparecem na caixa de entrada. Fale com o administrador.',
    en: 'Messages came and are kept, and do not show in the inbox. Ask an administrator.',
  },
};

/** What a cause takes from the score. */
export function weightOf(code: CauseCode): number {
  return causes[code].takes;
}

/** A cause in the account's language. Where the link is over, its reason says it better. */
export function describeCause(
  code: CauseCode,
  options: { locale: string; reason: Reason | null },
): { message: string; action: ReasonAction } {
  const { reason, locale } = options;
  if (code === 'link_ended' && reason) return { message: reason.message, action: reason.action };
  const { pt, en } = causes[code];
  return { message: locale.toLowerCase().startsWith('en') ? en : pt, action: healthCauses[code].action };
}
