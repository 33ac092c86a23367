import { fileURLToPath } from 'node:url';
import { requestJson } from './json-request.ts';
import { readJsonLine, type RunningProgram, startProgram } from './program.ts';

/** Where the simulated network listens. */
export interface SandboxUrls {
  controlUrl: string;
  socketUrl: string;
}

/** The simulated network in a process of its own, in memory, on free ports. */
export function startSandbox(options: { profile?: string } = {}): Promise<RunningProgram<SandboxUrls>> {
  return startProgram<SandboxUrls>({
    file: fileURLToPath(new URL('../packages/sandbox/src/main.ts', import.meta.url)),
    env: { SANDBOX_SOCKET_PORT: '0', SANDBOX_CONTROL_PORT: '0' },
    readReady: readJsonLine('controlUrl'),
    profile: options.profile,
  });
}

/** Makes phones with consecutive numbers, and answers them. */
export async function makePhones(
  { controlUrl }: SandboxUrls,
  { first, count, name }: { first: number; count: number; name: string },
): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, index) => String(first + index));
  for (const number of numbers) {
    await requestJson('POST', `${controlUrl}/phones`, {
      body: { number, name: `${name} ${number.slice(-4)}` },
    });
  }
  return numbers;
}

/** The phone with this number scans a pairing QR. */
export async function scan(
  { controlUrl }: Pick<SandboxUrls, 'controlUrl'>,
  { number, qr }: { number: string; qr: string },
): Promise<void> {
  await requestJson('POST', `${controlUrl}/phones/${number}/scan`, { body: { qr } });
}
