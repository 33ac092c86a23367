import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** How long a program may take to say that it is ready, and to end when asked. */
const PATIENCE_MS = 120_000;

/** A process of a bench. All of them end with the bench, however it ends. */
export interface RunningProgram<Ready> {
  ready: Ready;
  pid: number;
  /** Asks a question of a program that answers on its IPC channel; one question at a time. */
  ask<Answer>(question: object): Promise<Answer>;
  /** What the program says next on its IPC channel. */
  hear<Answer>(): Promise<Answer>;
  stop(): Promise<void>;
}

export interface ProgramOptions<Ready> {
  /** A file for Node to run. */
  file: string;
  args?: string[];
  env?: Record<string, string>;
  /** Reads a line of its output; anything but null says that it is ready. */
  readReady: (line: string) => Ready | null;
  /** A folder for a CPU profile, written when the program ends. */
  profile?: string;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

/** Starts a program in a process of its own and waits until it says that it is ready. */
export async function startProgram<Ready>(options: ProgramOptions<Ready>): Promise<RunningProgram<Ready>> {
  const { file, args = [], env = {}, readReady, profile } = options;
  if (profile) mkdirSync(profile, { recursive: true });
  const profiling = profile ? ['--cpu-prof', '--cpu-prof-dir', profile] : [];
  const child = spawn(process.execPath, [...profiling, file, ...args], {
    env: { ...process.env, NODE_ENV: 'development', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  running.add(child);
  const ended = once(child, 'exit').then(() => running.delete(child));
  let lastWords = '';
  const remember = (chunk: Buffer) => {
    lastWords = (lastWords + String(chunk)).slice(-4_000);
  };
  child.stdout!.on('data', remember);
  child.stderr!.on('data', remember);
  const lines = createInterface({ input: child.stdout! });

  const ready = await new Promise<Ready>((resolve, reject) => {
    const patience = setTimeout(() => fail('did not become ready'), PATIENCE_MS);
    const fail = (what: string) => {
      clearTimeout(patience);
      reject(new Error(`${file} ${what}:\n${lastWords}`));
    };
    lines.on('line', (line) => {
      const found = readReady(line);
      if (found === null) return;
      clearTimeout(patience);
      resolve(found);
    });
    void ended.then(() => fail(`ended with ${child.exitCode ?? child.signalCode}`));
  });

  async function hear<Answer>(): Promise<Answer> {
    const said = await Promise.race([once(child, 'message') as Promise<[Answer]>, ended]);
    if (!Array.isArray(said)) throw new Error(`${file} ended before it answered:\n${lastWords}`);
    return said[0];
  }

  return {
    ready,
    pid: child.pid!,
    hear,
    ask<Answer>(question: object) {
      const answer = hear<Answer>();
      child.send(question);
      return answer;
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const impatient = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      await ended;
      clearTimeout(impatient);
    },
  };
}

/** Reads the JSON line that our programs print when they listen. */
export function readJsonLine<Ready>(field: keyof Ready & string): (line: string) => Ready | null {
  return (line) => (line.startsWith('{') && line.includes(`"${field}"`) ? (JSON.parse(line) as Ready) : null);
}
