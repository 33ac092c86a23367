// Serves the built app and passes `/v1` on to the API, so that both stand on one origin: the refresh cookie is
// SameSite=Strict and must reach the API. In production any web server does the same in a few lines.
import type { AddressInfo } from 'node:net';
import { createAppServer } from './app-server.ts';

const { METAHUB_API_URL = 'http://127.0.0.1:3000', APP_FILES = 'dist' } = process.env;

const server = createAppServer({
  apiUrl: METAHUB_API_URL,
  files: APP_FILES,
  report: (error) => process.stderr.write(`${String(error)}\n`),
});
server.listen(Number(process.env.PORT ?? 3002), process.env.HOST ?? '127.0.0.1', () => {
  const { address, port } = server.address() as AddressInfo;
  process.stdout.write(`The app listens on http://${address}:${port}\n`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
