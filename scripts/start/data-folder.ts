import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The data folder cannot be used; the message says why and what to do. */
export class DataFolderUnusable extends Error {
  override name = 'DataFolderUnusable';
}

/** The folder that holds everything which must survive: `METAHUB_DATA`, or `.metahub` in the checkout. */
export function dataFolderOf(env: NodeJS.ProcessEnv, root: string): string {
  return env.METAHUB_DATA ? resolve(env.METAHUB_DATA) : join(root, '.metahub');
}

/** Makes the folder if needed and proves that it can be written. */
export function openDataFolder(folder: string): void {
  const probe = join(folder, '.writable');
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new DataFolderUnusable(
      `Não consigo gravar na pasta de dados. · The data folder cannot be written: ${folder}\n` +
        `(${error instanceof Error ? error.message : String(error)})\n` +
        `Dê permissão de escrita, ou escolha outra: · Give write permission, or choose another: METAHUB_DATA=/path npm start`,
    );
  }
}

/**
 * Holds the folder for this process, so that two starters never share one. The hold is a local socket, and ends
 * with the process however it ends.
 */
export async function holdDataFolder(folder: string): Promise<Server> {
  const path = holdPath(folder);
  if (await answers(path)) {
    throw new DataFolderUnusable(
      `O MetaHub já está no ar com esta pasta de dados. · MetaHub is already running on this data folder: ${folder}\n` +
        `Pare o outro, ou use outra pasta: · Stop the other one, or use another folder: METAHUB_DATA=/path PORT=0 npm start`,
    );
  }
  rmSync(path, { force: true });
  const hold = createServer((socket) => socket.end());
  await new Promise<void>((done, failed) => hold.once('error', failed).listen(path, done));
  chmodSync(path, 0o600);
  hold.unref();
  return hold;
}

function holdPath(folder: string): string {
  const name = `metahub-${createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 16)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

function answers(path: string): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      settle(true);
    });
    socket.once('error', () => settle(false));
  });
}
