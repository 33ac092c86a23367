import { EmbedClient } from '@metahub/sdk';
import type { MetaHubClient } from './client.ts';

/** Makes the SDK's client for a browser. Stands alone in its file so that it is loaded only when needed. */
export function makeClient(options: {
  apiUrl: string;
  fetchToken: () => Promise<{ token: string; expiresAt: string }>;
}): MetaHubClient & { close(): void } {
  return new EmbedClient(options);
}
