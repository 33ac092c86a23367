import { defineConfig } from 'vite';

const api = process.env.METAHUB_API_URL ?? 'http://127.0.0.1:3000';

export default defineConfig({
  build: { target: 'es2024', sourcemap: true, modulePreload: { polyfill: false } },
  // `vite` alone serves the sources; the API must stand on the same origin there too.
  server: { port: 3002, proxy: { '/v1': { target: api, ws: true } } },
});
