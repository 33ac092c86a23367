import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoAccount, DemoMember } from './demo-file.ts';

/** What the server made for the demo, as it left it in the data folder. */
export interface DemoAccounts {
  apiKey: string;
  accounts: DemoAccount[];
  agency: { name: string; member: DemoMember };
}

/** Reads the demo's accounts. The server writes them before it says that it listens. */
export function readDemoAccounts(folder: string): DemoAccounts {
  return JSON.parse(readFileSync(join(folder, 'demo-accounts.json'), 'utf8')) as DemoAccounts;
}
