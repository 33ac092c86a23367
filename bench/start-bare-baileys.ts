import { fileURLToPath } from 'node:url';
import { requestJson } from './json-request.ts';
import { readJsonLine, type RunningProgram, startProgram } from './program.ts';
import { type SandboxUrls, scan } from './sandbox-program.ts';

/** Starts bare Baileys in a process of its own, a socket for each number, and links them in this order. */
export async function startBareBaileys(
  urls: SandboxUrls,
  numbers: string[],
  env: Record<string, string> = {},
): Promise<RunningProgram<unknown>> {
  const { rootKey } = await requestJson<{ rootKey: string }>('GET', `${urls.controlUrl}/trust`);
  const bare = await startProgram<{ listens: boolean }>({
    file: fileURLToPath(new URL('peers/bare-baileys.ts', import.meta.url)),
    env: { SOCKET_URL: urls.socketUrl, ROOT_KEY: rootKey, ...env },
    readReady: readJsonLine('listens'),
  });
  await linkBareBaileys({ bare, urls, numbers });
  return bare;
}

/** Links more numbers, a socket for each, and waits until all sockets are open. */
export async function linkBareBaileys(options: {
  bare: RunningProgram<unknown>;
  urls: SandboxUrls;
  numbers: string[];
}): Promise<void> {
  const { bare, urls, numbers } = options;
  for (const number of numbers) {
    const { qr } = await bare.ask<{ qr: string }>({ want: 'qr' });
    await scan(urls, { number, qr });
  }
  await bare.ask({ want: 'open' });
}
