const portuguese = {
  language: 'pt-BR',
  home: 'Início',
  inbox: 'Atendimento',
  whatsapp: 'WhatsApp',
  signInTitle: 'Entrar no portal',
  signInLead: 'Escolha quem você é.',
  demoNote:
    'Isto é uma demonstração: não há senha, e as pessoas são de mentira. No seu portal, aqui fica o seu próprio acesso.',
  signOut: 'Sair',
  switchClient: 'Trocar de cliente',
  roles: { admin: 'Administração', supervisor: 'Supervisão', agent: 'Atendimento' },
  allClients: 'Todos os clientes',
  navigation: 'Páginas do portal',
  skip: 'Ir para o conteúdo',
  hello: (name: string) => `Olá, ${name}`,
  homeLead: (client: string) => `O WhatsApp da ${client}, dentro do portal da agência.`,
  steps: 'Primeiros passos',
  stepPair: 'Conecte o número',
  stepPairText: 'Na página WhatsApp, abra o código e leia com o celular.',
  stepPairAction: 'Conectar o WhatsApp',
  stepWrite: 'Receba uma mensagem',
  stepWriteText: 'O celular de um cliente escreve; a conversa aparece na hora.',
  stepWriteAction: 'Abrir o simulador',
  stepWriteNoSandbox: 'Peça a alguém que escreva para o número.',
  stepAnswer: 'Responda daqui',
  stepAnswerText: 'A resposta chega no celular, e os sinais de entrega e leitura voltam.',
  stepAnswerAction: 'Abrir o atendimento',
  inboxLead: (client: string) => `WhatsApp da ${client}, com toda a equipe.`,
  whatsappLead: (client: string) => `Os números da ${client} e como estão.`,
  connect: 'Conectar um número',
  close: 'Fechar',
  simulator: 'Ler com um celular do simulador',
  simulatorNote: 'Abre um celular simulado, que lê este código por você.',
  adminsOnly: 'Só quem administra conecta números. Peça à agência.',
  notFoundTitle: 'Página não encontrada',
  notFoundText: 'O endereço mudou ou foi digitado errado.',
  backHome: 'Voltar ao início',
  errorTitle: 'O portal não respondeu',
  errorText: 'Algo falhou do nosso lado. Tente de novo em instantes.',
  noScript: 'Ative o JavaScript para ver as conversas.',
};

/** The words of the portal, one set for each language. */
export type Words = typeof portuguese;

const english: Words = {
  language: 'en',
  home: 'Home',
  inbox: 'Inbox',
  whatsapp: 'WhatsApp',
  signInTitle: 'Sign in to the portal',
  signInLead: 'Pick who you are.',
  demoNote:
    'This is a demonstration: there is no password, and the people are made up. In your portal, your own sign-in stands here.',
  signOut: 'Sign out',
  switchClient: 'Switch client',
  roles: { admin: 'Administration', supervisor: 'Supervision', agent: 'Front desk' },
  allClients: 'All clients',
  navigation: 'Pages of the portal',
  skip: 'Skip to content',
  hello: (name) => `Hello, ${name}`,
  homeLead: (client) => `WhatsApp of ${client}, inside the agency's portal.`,
  steps: 'First steps',
  stepPair: 'Link the number',
  stepPairText: 'On the WhatsApp page, open the code and scan it with the phone.',
  stepPairAction: 'Link WhatsApp',
  stepWrite: 'Receive a message',
  stepWriteText: "A customer's phone writes; the conversation appears at once.",
  stepWriteAction: 'Open the simulator',
  stepWriteNoSandbox: 'Ask somebody to write to the number.',
  stepAnswer: 'Answer from here',
  stepAnswerText: 'The answer reaches the phone, and the delivery and read ticks come back.',
  stepAnswerAction: 'Open the inbox',
  inboxLead: (client) => `WhatsApp of ${client}, with the whole team.`,
  whatsappLead: (client) => `The numbers of ${client} and how they are.`,
  connect: 'Link a number',
  close: 'Close',
  simulator: 'Scan with a phone of the simulator',
  simulatorNote: 'Opens a simulated phone, which scans this code for you.',
  adminsOnly: 'Only administrators link numbers. Ask the agency.',
  notFoundTitle: 'Page not found',
  notFoundText: 'The address changed or has a typo.',
  backHome: 'Back to the start',
  errorTitle: 'The portal did not answer',
  errorText: 'Something failed on our side. Try again in a moment.',
  noScript: 'Turn JavaScript on to see the conversations.',
};

/** Picks the language by the browser's `Accept-Language`: English when it is preferred, else Portuguese. */
export function wordsFor(acceptLanguage: string | undefined): Words {
  for (const range of (acceptLanguage ?? '').toLowerCase().split(',')) {
    if (range.trim().startsWith('pt')) return portuguese;
    if (range.trim().startsWith('en')) return english;
  }
  return portuguese;
}
