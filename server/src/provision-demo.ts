import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MemberRole } from './access/caller.ts';
import {
  provisionAgency,
  provisionApiKey,
  provisionClient,
  provisionMember,
} from './accounts/provision-account.ts';
import type { Database } from './db/database.ts';
import { toTypeId } from './db/ids.ts';

/** The password of every sign-in of the demo; README.md and `npm start` say it. */
export const DEMO_PASSWORD = 'metahub-demo';

/** What the demo made, for whoever shows it: the agency's key is readable only here. */
export interface DemoAccounts {
  apiKey: string;
  accounts: { id: string; name: string; members: DemoMember[] }[];
  /** The agency's own person, who is a member of all its clients. */
  agency: { name: string; member: DemoMember };
}

interface DemoMember {
  email: string;
  password: string;
  role: MemberRole;
}

interface DemoPerson {
  email: string;
  name: string;
  role: MemberRole;
}

const agency = {
  id: '019b0000-0000-7000-8000-000000000001',
  name: 'Agência Aurora',
  branding: { productName: 'Agência Aurora', logoUrl: '/logos/agencia-aurora.svg', brandColor: '#5a3fb0' },
  person: { email: 'joana@agenciaaurora.example', name: 'Joana Vidal', role: 'admin' },
} satisfies { person: DemoPerson } & Record<string, unknown>;

const clients = [
  {
    id: '019b0000-0000-7000-8000-000000000002',
    name: 'Clínica Sol',
    areaCode: '11',
    branding: {
      productName: 'Clínica Sol',
      logoUrl: '/logos/clinica-sol.svg',
      brandColor: '#0f746c',
      neutrals: 'cool',
      radius: 10,
    },
    people: [
      { email: 'admin@clinicasol.example', name: 'Lia Prado', role: 'admin' },
      { email: 'supervisor@clinicasol.example', name: 'Rui Teles', role: 'supervisor' },
      { email: 'atendente@clinicasol.example', name: 'Bia Nunes', role: 'agent' },
    ],
  },
  {
    id: '019b0000-0000-7000-8000-000000000003',
    name: 'Loja Mar',
    areaCode: '21',
    branding: {
      productName: 'Loja Mar',
      logoUrl: '/logos/loja-mar.svg',
      brandColor: '#f0791e',
      neutrals: 'warm',
      radius: 5,
    },
    people: [
      { email: 'admin@lojamar.example', name: 'Davi Rocha', role: 'admin' },
      { email: 'supervisor@lojamar.example', name: 'Nair Barcelos', role: 'supervisor' },
      { email: 'atendente@lojamar.example', name: 'Caio Prado', role: 'agent' },
    ],
  },
] as const;

/**
 * Makes the demo once: an agency with two test clients, their people and the agency's key. What it made stands in
 * `demo-accounts.json` in the data folder, readable by its owner alone. A run that was cut short is completed by
 * the next; a lost file costs a new key.
 */
export async function provisionDemo(options: {
  database: Database;
  dataFolder: string;
}): Promise<DemoAccounts> {
  const { database, dataFolder } = options;
  const file = join(dataFolder, 'demo-accounts.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DemoAccounts;

  await provisionAgency(database, { ...agency, mode: 'test' });
  await provisionPerson(database, agency.id, agency.person);
  const accounts: DemoAccounts['accounts'] = [];
  for (const { people, ...client } of clients) {
    await provisionClient(database, { ...client, agencyId: agency.id, mode: 'test' });
    const members: DemoMember[] = [];
    for (const person of people) members.push(await provisionPerson(database, client.id, person));
    await provisionPerson(database, client.id, agency.person);
    accounts.push({ id: toTypeId('acc', client.id), name: client.name, members });
  }
  const { secret } = await provisionApiKey(database, {
    accountId: agency.id,
    name: 'Demonstração',
    mode: 'test',
  });
  const { email, role } = agency.person;
  const member = { email, password: DEMO_PASSWORD, role };
  const demo: DemoAccounts = { apiKey: secret, accounts, agency: { name: agency.name, member } };
  writeWhole(file, JSON.stringify(demo, null, 2));
  return demo;
}

async function provisionPerson(
  database: Database,
  accountId: string,
  person: DemoPerson,
): Promise<DemoMember> {
  await provisionMember(database, { ...person, accountId, password: DEMO_PASSWORD });
  return { email: person.email, password: DEMO_PASSWORD, role: person.role };
}

/** Never half a file, and a secret to others on the machine. */
function writeWhole(file: string, text: string): void {
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, text, { mode: 0o600 });
  chmodSync(aside, 0o600);
  renameSync(aside, file);
}
