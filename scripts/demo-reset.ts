// `npm run demo:reset`: forgets everything the demo made, so that the next `npm start` begins anew.
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeEmbeddedPostgres } from '../server/src/db/embedded-places.ts';
import { DataFolderUnusable, dataFolderOf, holdDataFolder } from './start/data-folder.ts';

/** What `npm start` keeps in the data folder. Anything else in it is somebody else's and stays. */
const made = ['sandbox', 'media', 'logs', 'demo.json', 'demo-accounts.json', 'master.key'];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = dataFolderOf(process.env, root);
try {
  if (process.env.DATABASE_URL) {
    throw new DataFolderUnusable(
      'DATABASE_URL aponta para um banco seu, que não apago. · DATABASE_URL names a database of yours, which is not erased.\n' +
        'Recrie-o você, ou rode sem DATABASE_URL. · Recreate it yourself, or run without DATABASE_URL.',
    );
  }
  if (existsSync(folder)) {
    await holdDataFolder(folder);
    // As root it may stand elsewhere; the folder only says where.
    removeEmbeddedPostgres(join(folder, 'database'));
    for (const name of made) rmSync(join(folder, name), { recursive: true, force: true });
  }
  console.log('A demonstração vai recomeçar do zero. · The demo starts over with the next: npm start');
} catch (error) {
  console.error(error instanceof DataFolderUnusable ? error.message : error);
  process.exitCode = 1;
}
