import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'server',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/cluster.ts'],
    // Whole servers start within some tests: long enough for a machine that is busy with other things as well.
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // The machine's cores also run the database; more workers only make each other wait.
    maxWorkers: 2,
  },
});
