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
