import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'e2e',
    include: ['**/*.e2e.ts'],
    // The whole product and a browser at a time, and only when the other projects have left the processors.
    sequence: { groupOrder: 10 },
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 90_000,
    hookTimeout: 240_000,
  },
});
