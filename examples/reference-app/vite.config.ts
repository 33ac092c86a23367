import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const api = process.env.METAHUB_API_URL ?? 'http://127.0.0.1:3000';

export default defineConfig({
  resolve: {
    alias: {
      // The router's package would report to its maker from a page on localhost. Nothing here reports to anybody.
      '@vaadin/vaadin-usage-statistics/vaadin-usage-statistics.js': fileURLToPath(
        new URL('src/no-usage-statistics.ts', import.meta.url),
      ),
    },
  },
  build: { target: 'es2024', sourcemap: true, modulePreload: { polyfill: false } },
  // `vite` alone serves the sources; the API must stand on the same origin there too.
  server: { port: 3002, proxy: { '/v1': { target: api, ws: true } } },
});
