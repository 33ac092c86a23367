// Starts the portal: `METAHUB_API_KEY=… PORTAL_CLIENTS='[…]' node main.ts`.
import type { AddressInfo } from 'node:net';
import { createPortal } from './portal-server.ts';
import type { Client } from './people.ts';

const { METAHUB_API_URL = 'http://127.0.0.1:3000', METAHUB_API_KEY, PORTAL_CLIENTS } = process.env;
if (!METAHUB_API_KEY || !PORTAL_CLIENTS || !process.env.METAHUB_WIDGETS) {
  process.stderr.write(
    'Set METAHUB_API_KEY (the agency key), METAHUB_WIDGETS (the folder of the built widgets) and\n' +
      'PORTAL_CLIENTS (JSON: [{ "slug", "name", "accountId" }]). `npm start` in the root does it for you.\n',
  );
  process.exit(1);
}

const portal = createPortal({
  apiUrl: METAHUB_API_URL,
  apiKey: METAHUB_API_KEY,
  clients: JSON.parse(PORTAL_CLIENTS) as Client[],
  widgetsFolder: process.env.METAHUB_WIDGETS,
  sandboxUrl: process.env.METAHUB_SANDBOX_URL || null,
  report: (error) => process.stderr.write(`${String(error)}\n`),
});
portal.listen(Number(process.env.PORT ?? 3001), process.env.HOST ?? '127.0.0.1', () => {
  const { address, port } = portal.address() as AddressInfo;
  process.stdout.write(`Agência Aurora listens on http://${address}:${port}\n`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    portal.close(() => process.exit(0));
    portal.closeAllConnections();
  });
}
