import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type RunningProgram, startProgram } from './program.ts';
import { makeScratchFolder } from './scratch-folder.ts';

/** The product's server in a process of its own, on a free port and a given database. */
export function startServer(options: {
  databaseUrl: string;
  env?: Record<string, string>;
  profile?: string;
}): Promise<RunningProgram<{ url: string }>> {
  const { databaseUrl, env, profile } = options;
  return startProgram({
    file: fileURLToPath(new URL('../server/src/main.ts', import.meta.url)),
    env: {
      PORT: '0',
      DATABASE_URL: databaseUrl,
      METAHUB_MASTER_KEY: randomBytes(32).toString('base64'),
      METAHUB_DATA: makeScratchFolder(),
      ...env,
    },
    readReady: (line) => {
      const url = /https?:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      return url === undefined ? null : { url };
    },
    profile,
  });
}
