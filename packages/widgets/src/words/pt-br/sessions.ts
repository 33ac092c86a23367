/** Words of the sessions element. */
export const sessionsWords = {
  title: 'Sessões',
  count: (count: number) => (count === 1 ? '1 número' : `${count} números`),
  attention: (count: number) => (count === 1 ? '1 pede atenção' : `${count} pedem atenção`),
  connect: 'Conectar número',
  pairAgain: 'Conectar de novo',
  seeCode: 'Ver código',
  more: (name: string) => `Mais ações de ${name}`,
  remove: 'Remover número',
  removeTitle: (name: string) => `Remover ${name}?`,
  removeText:
    'O aparelho é desconectado e as chaves são apagadas. As conversas continuam aqui. Para voltar, será preciso ler o código de novo.',
  removing: 'Removendo',
  removeFailed: 'Não deu para remover. Nada mudou.',
  noNumber: 'Ainda sem número',
  status: {
    pairing: 'Esperando leitura',
    connecting: 'Conectando',
    connected: 'Conectada',
    disconnected: 'Reconectando',
    waiting_phone: 'Esperando o celular',
    logged_out: 'Desconectada',
    failed: 'Falhou',
    paused: 'Em pausa',
    removed: 'Removida',
  } as Record<string, string>,
  /** What the person can do, by the action that the API names. */
  todo: {
    scan: 'Leia o código com o celular',
    enter_code: 'Digite o código no celular',
    wait: 'Tentamos de novo sozinhos',
    pair_again: 'Conecte de novo',
    open_phone: 'Abra o WhatsApp no celular',
    unlink_on_phone: 'Remova o aparelho no WhatsApp do celular',
    resume: 'Retome para voltar a receber',
    ask_admin: 'Fale com quem administra a conta',
  } as Record<string, string>,
  /** What WhatsApp holds back, by its code. */
  limits: {
    reach_out_limited: 'O WhatsApp limita conversas novas',
    new_chat_limited: 'O WhatsApp limita conversas novas',
    rate_limited: 'O WhatsApp pediu para enviar mais devagar',
  } as Record<string, string>,
  limited: (code: string) => `Limite do WhatsApp: ${code}`,
  untilWhen: (what: string, when: string) => `${what} até ${when}`,
  importing: (percent: number) => `Trazendo conversas antigas · ${percent}%`,
  since: (when: string) => `desde ${when}`,
  lastSeen: (when: string) => `vista ${when}`,
  reconnecting: 'voltamos sozinhos',
  scan: 'leia o código com o celular',
  dialogTitle: 'Conectar número',
  emptyTitle: 'Nenhum número ainda',
  emptyText: 'Conecte o primeiro: basta ler um código com o celular.',
  errorTitle: 'Não deu para abrir as sessões',
};

export type SessionsWords = typeof sessionsWords;
