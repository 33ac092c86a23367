// `npm start`: brings up the whole product on this machine and keeps it up until Ctrl+C.
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataFolderUnusable, dataFolderOf, holdDataFolder, openDataFolder } from './start/data-folder.ts';
import { removeDemoFile, writeDemoFile } from './start/demo-file.ts';
import { PortUnavailable, checkPorts, readPorts } from './start/ports.ts';
import { ProgramFailed } from './start/program.ts';
import { startProduct } from './start/product.ts';
import { summaryOf } from './start/summary.ts';
import { WebBuildFailed } from './start/web-build.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const startedAt = Date.now();

try {
  await main();
} catch (error) {
  const expected = [DataFolderUnusable, PortUnavailable, ProgramFailed, WebBuildFailed];
  const known = expected.some((kind) => error instanceof kind);
  console.error(
    `\n${known ? (error as Error).message : error instanceof Error ? error.stack : String(error)}`,
  );
  process.exit(1);
}

async function main(): Promise<void> {
  const folder = dataFolderOf(process.env, root);
  const ports = readPorts(process.env);
  openDataFolder(folder);
  await holdDataFolder(folder);
  removeDemoFile(folder);
  await checkPorts(ports);

  const product = startProduct({ root, folder, ports, report });
  let stopping: Promise<void> | null = null;
  const stop = (exitCode: number) => {
    // The terminal and up.mjs may both pass the same Ctrl+C on: once is enough.
    stopping ??= product.stop().finally(() => {
      removeDemoFile(folder);
      process.exit(exitCode);
    });
    return stopping;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));

  try {
    const demo = await product.ready;
    if (stopping) return;
    writeDemoFile(folder, demo);
    const shown =
      existsSync(join(root, '.metahub')) && folder.startsWith(root) ? relative(root, folder) : folder;
    console.log(summaryOf(demo, { folder: shown, seconds: (Date.now() - startedAt) / 1000 }));
  } catch (error) {
    // Being stopped while starting is no failure; `stop` ends the process.
    if (stopping) return;
    await product.stop();
    throw error;
  }
}

function report(message: string): void {
  console.log(message);
}
