import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The sandbox as a process of its own, on free ports. */
export interface SandboxProcess {
  controlUrl: string;
  socketUrl: string;
  process: ChildProcess;
  stop(): Promise<void>;
}

/** Starts the sandbox and waits for the line that says where it listens. */
export async function startSandboxProcess(env: Record<string, string> = {}): Promise<SandboxProcess> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../../packages/sandbox/src/main.ts', import.meta.url))],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, SANDBOX_SOCKET_PORT: '0', SANDBOX_CONTROL_PORT: '0', ...env },
    },
  );
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  const urls = await new Promise<{ controlUrl: string; socketUrl: string }>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The sandbox ended with ${code} before it was ready.`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('"controlUrl"'))
        resolve(JSON.parse(line) as { controlUrl: string; socketUrl: string });
    });
  });
  return {
    ...urls,
    process: child,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await gone;
    },
  };
}
