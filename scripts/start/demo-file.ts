import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A sign-in of the demo. */
export interface DemoMember {
  email: string;
  password: string;
  role: 'admin' | 'supervisor' | 'agent';
}

/** A client account of the demo's agency. */
export interface DemoAccount {
  id: string;
  name: string;
  members: DemoMember[];
}

/** `demo.json` in the data folder: where everything is, for scripts. It exists only while all of it is up. */
export interface DemoFile {
  /** The API's origin, without `/v1`. */
  apiUrl: string;
  /** The sandbox's control API. */
  sandboxUrl: string;
  portalUrl: string;
  appUrl: string;
  /** The agency's key. */
  apiKey: string;
  accounts: DemoAccount[];
  /** The agency's own person, a member of all its clients. */
  agency: { name: string; member: DemoMember };
}

/** Writes the file as a whole, so that a reader never sees half of it. It holds a key: only its owner may read it. */
export function writeDemoFile(folder: string, demo: DemoFile): void {
  const aside = join(folder, `.demo-${process.pid}.json`);
  writeFileSync(aside, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  renameSync(aside, join(folder, 'demo.json'));
}

/** Takes the file away, before a start and after a stop. */
export function removeDemoFile(folder: string): void {
  rmSync(join(folder, 'demo.json'), { force: true });
}
