import { setTimeout as pause } from 'node:timers/promises';
import { requestJson } from './json-request.ts';
import { type SandboxUrls, scan } from './sandbox-program.ts';

interface Session {
  id: string;
  status: string;
  pairing: { qr?: string } | null;
}

const PATIENCE_MS = 60_000;

/** Links a number of the simulated network to an account, over the API, and waits until it is connected. */
export async function pairSession(options: {
  apiUrl: string;
  /** What the request is authorised by. */
  headers: Record<string, string>;
  sandbox: Pick<SandboxUrls, 'controlUrl'>;
  number: string;
}): Promise<void> {
  const { apiUrl, headers, sandbox, number } = options;
  let session = await requestJson<Session>('POST', `${apiUrl}/v1/connect`, {
    headers,
    body: { name: number, method: 'qr' },
  });
  const refresh = async () => {
    await pause(50);
    session = await requestJson<Session>('GET', `${apiUrl}/v1/sessions/${session.id}`, { headers });
  };
  const end = performance.now() + PATIENCE_MS;
  while (!session.pairing?.qr) {
    if (performance.now() > end) throw new Error(`No QR came; the session is ${session.status}.`);
    await refresh();
  }
  await scan(sandbox, { number, qr: session.pairing.qr });
  while (session.status !== 'connected') {
    if (performance.now() > end) throw new Error(`The session did not connect; it is ${session.status}.`);
    await refresh();
  }
}
