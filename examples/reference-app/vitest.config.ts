import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { name: 'reference-app', include: ['**/*.test.ts'] } });
