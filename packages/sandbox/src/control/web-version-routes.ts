import { SandboxProblem } from '../problem.ts';
import type { Route } from './routes.ts';
import type { Schema } from './schema.ts';

const revision: Schema = {
  type: 'integer',
  minimum: 1,
  maximum: 4_294_967_295,
  description: 'The last part of a version such as 2.3000.1035194821.',
};

/** The version of WhatsApp Web that is current, and those that are no longer taken. */
export const webVersionRoutes: Route[] = [
  {
    method: 'GET',
    path: '/sw.js',
    summary: "What the network's own page tells of the current version; 404 until one is set.",
    answers: { 200: 'A script with `client_revision` in it.' },
    handle: ({ network }) => {
      const { offered } = network.webVersion;
      if (offered === null)
        throw new SandboxProblem(404, 'no_web_version', 'No version is set; POST /web-version sets one.');
      const script = `self.__settings = "{\\"client_revision\\":${offered}}";\n`;
      return { status: 200, file: { bytes: Buffer.from(script), mime: 'text/javascript' } };
    },
  },
  {
    method: 'POST',
    path: '/web-version',
    summary:
      'Sets the current version, and which ones are refused with 405 when they log in or want to be linked.',
    body: {
      type: 'object',
      properties: {
        offered: revision,
        refused: { type: 'array', items: revision, minItems: 0, maxItems: 100 },
      },
    },
    answers: { 204: 'It is so.' },
    handle: ({ network, body }) => {
      const { offered, refused } = body as { offered?: number; refused?: number[] };
      network.webVersion.offered = offered ?? null;
      network.webVersion.refused = new Set(refused);
      return { status: 204 };
    },
  },
];
