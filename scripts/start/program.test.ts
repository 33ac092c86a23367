import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Program, ProgramFailed } from './program.ts';

let folder: string;
let programs: Program<Ready>[] = [];

interface Ready {
  url: string;
  pid: number;
}

/** Listens where it is told and says so in a line of JSON. */
const listener = `
  import { createServer } from 'node:http';
  const server = createServer((request, response) => response.end(String(process.pid)));
  server.listen(Number(process.env.PORT), '127.0.0.1', () => {
    console.log(JSON.stringify({ url: 'http://127.0.0.1:' + server.address().port, pid: process.pid }));
  });
  process.on('SIGTERM', () => { console.log('leaving'); process.exit(0); });
`;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'program-'));
});

afterEach(async () => {
  for (const program of programs) await program.stop();
  programs = [];
  await rm(folder, { recursive: true });
});

async function programOf(
  source: string,
  report: (message: string) => void = () => {},
): Promise<Program<Ready>> {
  const entry = join(folder, 'entry.mjs');
  await writeFile(entry, source);
  const program = new Program<Ready>({
    name: 'fixture',
    entry,
    env: { PORT: '0' },
    logPath: join(folder, 'logs', 'fixture.log'),
    readReady: (line) => (line.startsWith('{') ? (JSON.parse(line) as Ready) : null),
    envAfter: ({ url }) => ({ PORT: new URL(url).port }),
    report,
  });
  programs.push(program);
  return program;
}

test('comes back at the same address after kill -9, and says so', async () => {
  const said: string[] = [];
  const program = await programOf(listener, (message) => said.push(message));
  const { url, pid } = await program.start();
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(said).toHaveLength(2), { timeout: 20_000 });
  expect(said[0]).toContain('fixture ended (SIGKILL)');
  const answered = await (await fetch(url)).text();
  expect(Number(answered)).not.toBe(pid);
});

test('stops in peace, and stays stopped', async () => {
  const said: string[] = [];
  const program = await programOf(listener, (message) => said.push(message));
  const { pid } = await program.start();
  await program.stop();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(await readFile(join(folder, 'logs', 'fixture.log'), 'utf8')).toContain('leaving');
  expect(said).toEqual([]);
});

test('reports a program that ends before it is ready, with its last words', async () => {
  const program = await programOf(`console.error('the cellar is flooded'); process.exit(3);`);
  const failure = program.start();
  await expect(failure).rejects.toThrow(ProgramFailed);
  await expect(failure).rejects.toThrow(/fixture ended \(3\)[^]*the cellar is flooded/);
});

test('leaves no orphan when the starter is killed', async () => {
  const entry = join(folder, 'entry.mjs');
  await writeFile(entry, listener);
  const starter = join(folder, 'starter.ts');
  await writeFile(
    starter,
    `import { Program } from ${JSON.stringify(join(import.meta.dirname, 'program.ts'))};
     const program = new Program({ name: 'fixture', entry: ${JSON.stringify(entry)}, env: { PORT: '0' },
       logPath: ${JSON.stringify(join(folder, 'orphan.log'))}, readReady: (line: string) => line, report: () => {} });
     console.log(await program.start());`,
  );
  const parent = spawn(process.execPath, [starter], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const { pid } = JSON.parse(String(line)) as Ready;
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 20_000 });
});
