import { readFileSync } from 'node:fs';
import type { Operations } from './operation.ts';

/** The program's version, from its package. */
export const VERSION = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/** What changes no noun: whether the server is ready. */
export const systemOperations: Pick<Operations, 'getHealth'> = {
  async getHealth({ app }) {
    const { status, checks } = await app.health.read();
    const body = { status, version: VERSION, checks };
    const ready = status === 'ok' || status === 'degraded';
    return ready ? { status: 200, body } : ({ status: 503, body } as never);
  },
};
