/** Words of the list and the inbox when there are no rows to show, and of their dialog. */
export const panelWords = {
  clearSearch: 'Limpar busca',
  emptyTitle: 'Nenhuma conversa ainda',
  emptyText: 'Conecte um número. As mensagens que chegarem aparecem aqui.',
  connect: 'Conectar número',
  nothingTitle: 'Nada com esta busca',
  nothingText: 'Confira o nome ou o número.',
  errorTitle: 'Não deu para abrir as conversas',
  pickTitle: 'Escolha uma conversa',
  pickText: 'Quem espera há mais tempo fica no alto da lista.',
};

export type PanelWords = typeof panelWords;
