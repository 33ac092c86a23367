import type { DemoFile } from '../scripts/start/demo-file.ts';

/** Sends one JSON request, and rejects unless the answer is a success. */
export async function request<T = unknown>(
  method: string,
  url: string,
  { body, headers }: { body?: object; headers?: Record<string, string> } = {},
): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  return (text ? JSON.parse(text) : null) as T;
}

/** The API as the agency, acting for one client. */
export function apiFor(demo: DemoFile, accountId: string) {
  const headers = { authorization: `Bearer ${demo.apiKey}`, 'metahub-account': accountId };
  return <T = unknown>(method: string, path: string, body?: object): Promise<T> =>
    request<T>(method, `${demo.apiUrl}/v1${path}`, { body, headers });
}

/** The simulated network, as a hand on its phones. */
export function sandboxOf(demo: DemoFile) {
  return <T = unknown>(method: string, path: string, body?: object): Promise<T> =>
    request<T>(method, `${demo.sandboxUrl}${path}`, { body });
}
