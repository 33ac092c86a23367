/** Words of what can be done with one message. */
export const actionWords = {
  menu: 'Ações da mensagem',
  react: 'Reagir',
  reactWith: (emoji: string) => `Reagir com ${emoji}`,
  takeBack: (emoji: string) => `Tirar a reação ${emoji}`,
  reply: 'Responder',
  forward: 'Encaminhar',
  copy: 'Copiar texto',
  edit: 'Editar',
  remove: 'Apagar para todos',
  failed: 'Não deu certo. Nada mudou.',
  editTitle: 'Editar mensagem',
  editHint: 'O WhatsApp aceita até 15 minutos depois do envio.',
  save: 'Salvar edição',
  removeTitle: 'Apagar para todos?',
  removeText: 'A mensagem some daqui e do celular de quem recebeu. Se já foi lida, ela foi lida.',
  forwardTitle: 'Encaminhar para',
  forwardSearch: 'Buscar conversa',
  forwardNone: 'Nenhuma conversa com esta busca.',
  forwardMost: (count: number) => `Até ${count} conversas de cada vez.`,
  forwardTo: (count: number) =>
    count === 0 ? 'Encaminhar' : count === 1 ? 'Encaminhar para 1' : `Encaminhar para ${count}`,
  forwarding: 'Encaminhando',
  forwardFailed: (names: string) => `Não foi para ${names}. Para as outras, sim.`,
  forwardFailedAll: 'Não foi para ninguém.',
};

export type ActionWords = typeof actionWords;
