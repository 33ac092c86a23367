import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Builds of other sources are kept this long: another copy on this checkout may still serve them. */
const KEEP_OLD_MS = 7 * 24 * 60 * 60 * 1000;

export interface WebBuild {
  /** What people call it, in reports. */
  name: string;
  /** Files and folders that it is made of. Tests and what is built are left out. */
  sources: string[];
  /** Where builds are kept, each in a folder named by the hash of its sources. */
  buildsFolder: string;
  /** The program that writes a build into `outFolder`. */
  command: (outFolder: string) => { entry: string; args: string[]; cwd: string };
}

/** A build did not succeed; the message holds what the builder said. */
export class WebBuildFailed extends Error {
  override name = 'WebBuildFailed';
}

/**
 * Answers the folder of a build of the sources as they are now; makes it only when there is none. Two copies that
 * build at the same moment each build aside, and the first to finish wins.
 */
export async function ensureWebBuild(build: WebBuild, report: (message: string) => void): Promise<string> {
  const folder = join(build.buildsFolder, hashOf(build.sources));
  if (existsSync(folder)) return folder;
  report(`${build.name}…`);
  mkdirSync(build.buildsFolder, { recursive: true });
  const aside = join(build.buildsFolder, `.building-${process.pid}`);
  try {
    await run(build, aside);
    renameSync(aside, folder);
  } catch (error) {
    // A twin finished first: its build has the same sources.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  removeOld(build.buildsFolder, folder);
  return folder;
}

function run(build: WebBuild, outFolder: string): Promise<void> {
  const { entry, args, cwd } = build.command(outFolder);
  const child = spawn(process.execPath, [entry, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + String(chunk)).slice(-8_000);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new WebBuildFailed(`${build.name}: the build ended with ${code}.\n${output}`));
    });
  });
}

function hashOf(sources: string[]): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesOf(source))
      hash.update(relative(source, file)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist' && !/\.(test|stories)\.ts$/.test(name))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap(({ name }) => filesOf(join(path, name)));
}

function removeOld(buildsFolder: string, current: string): void {
  for (const name of readdirSync(buildsFolder)) {
    const folder = join(buildsFolder, name);
    if (folder === current || name.startsWith('.building-')) continue;
    if (Date.now() - statSync(folder).mtimeMs > KEEP_OLD_MS) rmSync(folder, { recursive: true, force: true });
  }
}
