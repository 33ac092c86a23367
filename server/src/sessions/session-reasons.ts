/** Why a session is as it is; the contract's SessionReasonCode. */
export type ReasonCode = keyof typeof reasons;

/** What a person can do about it; the contract's SessionAction. */
export type ReasonAction =
  | 'none'
  | 'scan'
  | 'enter_code'
  | 'wait'
  | 'pair_again'
  | 'open_phone'
  | 'unlink_on_phone'
  | 'resume'
  | 'check_proxy'
  | 'ask_admin';

/** A reason as it's kept with the session: the sentence is in the account's language. */
export interface Reason {
  code: ReasonCode;
  message: string;
  action: ReasonAction;
}

/** Says a reason in the account's language; anything but English is answered in Portuguese. */
export function describeReason(code: ReasonCode, locale: string): Reason {
  const { action, pt, en } = reasons[code];
  return { code, action, message: locale.toLowerCase().startsWith('en') ? en : pt };
}

interface Wording {
  action: ReasonAction;
  pt: string;
  en: string;
}

const reasons = {
  waiting_for_scan: {
    action: 'scan',
    pt: 'Leia o QR com o WhatsApp do celular.',
    en: 'Scan the QR with WhatsApp on the phone.',
  },
  waiting_for_code: {
    action: 'enter_code',
    pt: 'Digite o código no WhatsApp do celular.',
    en: 'Type the code in WhatsApp on the phone.',
  },
  pairing_expired: {
    action: 'pair_again',
    pt: 'O tempo para conectar acabou. Gere um novo código.',
    en: 'The time to connect is over. Start again.',
  },
  scanned: {
    action: 'wait',
    pt: 'Celular confirmado. Conectando…',
    en: 'The phone accepted. Connecting…',
  },
  connecting: { action: 'wait', pt: 'Conectando ao WhatsApp…', en: 'Connecting to WhatsApp…' },
  restart_required: {
    action: 'wait',
    pt: 'O WhatsApp pediu para conectar de novo. Um instante.',
    en: 'WhatsApp asked to connect again. One moment.',
  },
  connection_lost: {
    action: 'wait',
    pt: 'A conexão caiu. Estamos reconectando.',
    en: 'The connection broke. We are reconnecting.',
  },
  connection_replaced: {
    action: 'open_phone',
    pt: 'Outro programa está usando esta conexão. Confira os aparelhos conectados no celular.',
    en: 'Another program uses this connection. Look at the linked devices on the phone.',
  },
  upgrade_refused: {
    action: 'wait',
    pt: 'O WhatsApp recusou a conexão por enquanto. Tentaremos de novo.',
    en: 'WhatsApp refused the connection for now. We will try again.',
  },
  version_refused: {
    action: 'wait',
    pt: 'O WhatsApp não aceita mais esta versão. Estamos tentando outra.',
    en: 'WhatsApp no longer takes this version. Another one is being tried.',
  },
  proxy_unreachable: {
    action: 'check_proxy',
    pt: 'O proxy desta conexão não responde ou recusou. Confira o endereço e a senha.',
    en: 'The proxy of this session does not answer, or refuses. Check its address and password.',
  },
  flooded: {
    action: 'wait',
    pt: 'Chegou mais do que um número pode ocupar. Tentaremos de novo depois de uma pausa.',
    en: 'More came than one number may take up. We will connect again after a pause.',
  },
  server_unavailable: {
    action: 'wait',
    pt: 'O WhatsApp não responde. Tentaremos de novo.',
    en: 'WhatsApp does not answer. We will try again.',
  },
  transport_unavailable: {
    action: 'wait',
    pt: 'O serviço de conexão está fora do ar no momento. Tentaremos de novo.',
    en: 'The connection service is down at the moment. We will try again.',
  },
  logged_out: {
    action: 'pair_again',
    pt: 'O WhatsApp encerrou esta conexão. Conecte o número de novo.',
    en: 'WhatsApp ended this connection. Link the number again.',
  },
  device_removed: {
    action: 'pair_again',
    pt: 'Este aparelho foi desconectado no celular. Conecte o número de novo.',
    en: 'This device was unlinked on the phone. Link the number again.',
  },
  wrong_number: {
    action: 'pair_again',
    pt: 'Outro número leu o QR. Conecte com o número desta conexão.',
    en: 'Another number scanned the QR. Link the number of this session.',
  },
  number_in_use: {
    action: 'none',
    pt: 'Este número já está conectado nesta conta.',
    en: 'This number is linked in this account already.',
  },
  bad_session: {
    action: 'pair_again',
    pt: 'As chaves desta conexão não servem mais. Conecte o número de novo.',
    en: 'The keys of this connection no longer work. Link the number again.',
  },
  banned: {
    action: 'open_phone',
    pt: 'O WhatsApp bloqueou este número. Abra o WhatsApp no celular.',
    en: 'WhatsApp has blocked this number. Open WhatsApp on the phone.',
  },
  passkey_required: {
    action: 'open_phone',
    pt: 'Esta conta do WhatsApp pede uma chave de acesso (passkey) para conectar aparelhos. No celular, abra Configurações > Conta > Chaves de acesso, desative-a e conecte de novo.',
    en: 'This WhatsApp account asks for a passkey to link devices. On the phone, open Settings > Account > Passkeys, turn it off and link again.',
  },
  history_refused: {
    action: 'none',
    pt: 'Conectado. As mensagens antigas não são importadas.',
    en: 'Connected. Older messages are not imported.',
  },
  paused_by_person: { action: 'resume', pt: 'Pausado por uma pessoa.', en: 'Paused by a person.' },
  account_suspended: {
    action: 'ask_admin',
    pt: 'A conta está suspensa. Fale com o administrador.',
    en: 'The account is suspended. Ask an administrator.',
  },
  removed: {
    action: 'none',
    pt: 'Removido. O aparelho foi desconectado.',
    en: 'Removed. The device was unlinked.',
  },
  removed_offline: {
    action: 'unlink_on_phone',
    pt: 'Removido sem conexão. No celular, abra Aparelhos conectados e desconecte este aparelho.',
    en: 'Removed while offline. On the phone, open Linked devices and unlink this device.',
  },
  revived: {
    action: 'none',
    pt: 'Este número já tinha uma conexão, que continua no lugar desta.',
    en: 'This number had a session before, which goes on in its place.',
  },
} as const satisfies Record<string, Wording>;
