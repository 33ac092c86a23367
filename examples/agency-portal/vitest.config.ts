import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { name: 'agency-portal', include: ['**/*.test.ts'] } });
