/** Words of what is known about a contact. */
export const contactWords = {
  about: (name: string) => `Sobre ${name}`,
  errorTitle: 'Não deu para abrir o contato',
  profile: (name: string) => `No WhatsApp: ${name}`,
  identities: 'Como o WhatsApp conhece',
  kinds: { number: 'Número', lid: 'Código do WhatsApp', username: 'Nome de usuário' } as Record<
    string,
    string
  >,
  primary: 'principal',
  merges: 'Contatos juntados',
  byNetwork: 'o WhatsApp disse que é a mesma pessoa',
  byPerson: (name: string) => `por ${name}`,
  undone: (when: string) => `separado de novo em ${when}`,
  undoneBy: (name: string, when: string) => `separado de novo por ${name} em ${when}`,
  undo: 'Separar',
  undoTitle: (name: string) => `Separar ${name}?`,
  undoText:
    'As conversas e as mensagens que vieram dele voltam para ele. O que foi escrito depois de juntar fica aqui.',
  merge: 'Juntar outro contato',
  mergeHint: 'Para uma pessoa que tem dois contatos. Nada se perde, e dá para separar depois.',
  search: 'Buscar nome ou número',
  none: 'Nenhum contato com esta busca.',
  mergeTitle: (name: string, into: string) => `Juntar ${name} a ${into}?`,
  mergeText: 'As conversas dos dois viram uma só, com todas as mensagens.',
  confirmMerge: 'Juntar',
  failed: 'Não deu certo. Nada mudou.',
};

export type ContactWords = typeof contactWords;
