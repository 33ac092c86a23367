import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const folders = [
  'packages/sdk',
  'packages/widgets',
  'packages/sandbox',
  'server',
  'scripts',
  'examples/agency-portal',
  'examples/reference-app',
  'bench',
  'chaos',
  'e2e',
];

/** One project for each part, with its own configuration; all of them run in one go by `npm test`. */
export default defineConfig({
  test: {
    projects: folders
      .map((folder) => `${folder}/vitest.config.ts`)
      .filter((config) => existsSync(fileURLToPath(new URL(config, import.meta.url)))),
  },
});
