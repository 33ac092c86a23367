import type { DemoFile } from './demo-file.ts';

const roles = { admin: 'admin', supervisor: 'supervisor', agent: 'atendente · agent' };

/** What a person reads when everything is up: where it is, who signs in, what to do first. */
export function summaryOf(demo: DemoFile, { folder, seconds }: { folder: string; seconds: number }): string {
  const places: [string, string][] = [
    ['Portal da agência · agency portal', demo.portalUrl],
    ['Painel do cliente · tenant app', demo.appUrl],
    ['Celulares simulados · simulated phones', demo.sandboxUrl],
    ['API', `${demo.apiUrl}/v1`],
  ];
  const width = Math.max(...places.map(([name]) => name.length));
  const { agency } = demo;
  const signIns = demo.accounts.flatMap(({ name, members }) => [
    `    ${name}`,
    ...members.map(({ email, role }) => `      ${email.padEnd(34)} ${roles[role]}`),
  ]);
  return [
    '',
    `MetaHub está no ar · MetaHub is up  (${seconds.toFixed(1)} s)`,
    '',
    ...places.map(([name, url]) => `  ${name.padEnd(width)}  ${url}`),
    '',
    '  Portal: escolha quem você é, sem senha · pick who you are, no password',
    `  Painel · app: senha · password  ${demo.accounts[0]?.members[0]?.password ?? ''}`,
    ...signIns,
    `    ${agency.name}`,
    `      ${agency.member.email.padEnd(34)} todas as contas · all accounts`,
    '',
    `  Comece aqui · start here: ${demo.portalUrl}/whatsapp`,
    `  Dados · data: ${folder}   Parar · stop: Ctrl+C   Recomeçar · start over: npm run demo:reset`,
    '',
  ].join('\n');
}
