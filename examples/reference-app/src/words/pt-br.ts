/** The words of the app in Portuguese, the language it was written in. */
export const portuguese = {
  language: 'pt-BR',
  navigation: 'Principal',
  inbox: 'Conversas',
  account: 'Conta',
  signIn: {
    title: 'Entrar',
    lead: 'Use o e-mail e a senha que você recebeu da sua equipe.',
    email: 'E-mail',
    password: 'Senha',
    submit: 'Entrar',
    busy: 'Entrando…',
    wrong: 'E-mail ou senha não conferem. Confira os dois e tente de novo.',
    tooMany: 'Muitas tentativas seguidas. Espere um minuto e tente de novo.',
    unreachable: 'O servidor não respondeu. Confira a internet e tente de novo.',
    failed: (requestId: string) => `Não deu para entrar. Tente de novo em instantes. Pedido ${requestId}`,
    ended: 'Seu acesso terminou. Entre de novo para continuar.',
    legal: { terms: 'Termos de uso', privacy: 'Privacidade', help: 'Ajuda' },
  },
  whatsapp: 'WhatsApp',
  sessionsLead: (account: string) => `Os números de WhatsApp da ${account}.`,
  accountPage: {
    you: 'Você',
    accounts: 'Contas',
    switchTo: (account: string) => `Ir para ${account}`,
    current: 'Nesta conta agora',
    appearance: 'Aparência',
    themes: { system: 'Como no aparelho', light: 'Clara', dark: 'Escura' },
    languageName: 'Idioma',
    signOut: 'Sair',
    roles: { admin: 'Administração', supervisor: 'Supervisão', agent: 'Atendimento' },
    failed: 'Não deu para trocar de conta. Tente de novo.',
  },
  starting: 'Abrindo…',
  offline: {
    title: 'Sem conexão com o servidor',
    text: 'Nada se perdeu. Tentamos de novo sozinhos assim que a conexão voltar.',
    retry: 'Tentar de novo',
    strip: 'Sem internet. O que está na tela continua; o resto volta com a conexão.',
  },
  failed: {
    title: 'O painel não abriu',
    text: 'O servidor respondeu com um erro. Tente de novo; se continuar, fale com a sua agência.',
    request: (requestId: string) => `Pedido ${requestId}`,
  },
  notFound: {
    title: 'Página não encontrada',
    text: 'O endereço mudou ou foi digitado errado.',
    back: 'Ir para as conversas',
  },
  forbidden: {
    title: 'Você não tem acesso a esta página',
    text: 'Peça acesso a quem administra a conta.',
  },
};

export type Words = typeof portuguese;
