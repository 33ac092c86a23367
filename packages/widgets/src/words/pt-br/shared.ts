/** Words that every element needs for its states. Host pages may override any of them by the same names. */
export const sharedWords = {
  retry: 'Tentar de novo',
  copyRequest: 'Copiar código',
  request: (id: string) => `Pedido ${id}`,
  loading: 'Carregando',
  offlineTitle: 'Sem internet.',
  offlineText: 'O que você enviar fica na fila.',
  signedOutTitle: 'Seu acesso expirou',
  signedOutText: 'Entre de novo no portal para continuar. Seus rascunhos estão guardados.',
  signIn: 'Entrar de novo',
  forbiddenTitle: 'Você não tem acesso a esta parte',
  forbiddenText: 'Peça acesso a quem administra a conta.',
  errorNetwork: 'O servidor não respondeu. Nada foi perdido.',
  errorServer: 'O servidor teve um problema. Nada foi perdido.',
  errorRate: 'Foram muitos pedidos seguidos. Espere um minuto e tente de novo.',
  errorSetup: 'A página que mostra esta parte está sem a configuração de acesso.',
  close: 'Fechar',
  cancel: 'Cancelar',
};

export type SharedWords = typeof sharedWords;
