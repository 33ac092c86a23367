import { spawn } from 'node:child_process';

export interface Check {
  name: string;
  command: string[];
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** It is ended and counts as failed after this long. */
  limitMs: number;
  /** Shows its output while it runs, instead of only when it fails. */
  live?: boolean;
}

export interface CheckResult {
  passed: boolean;
  seconds: number;
  output: string;
}

const MAX_OUTPUT = 200_000;

/** Runs one command to its end. Its whole process group is ended when it takes too long. */
export function runCheck(check: Check): Promise<CheckResult> {
  const startedAt = Date.now();
  const [program, ...args] = check.command;
  const child = spawn(program!, args, {
    cwd: check.cwd,
    env: { ...process.env, ...check.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const end = (signal: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, signal);
    } catch {
      child.kill(signal);
    }
  };
  const passOn = () => {
    end('SIGTERM');
    child.once('close', () => process.exit(130));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, passOn);
  let output = '';
  let late = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + String(chunk)).slice(-MAX_OUTPUT);
      if (check.live) process.stdout.write(chunk);
    });
  }
  const limit = setTimeout(() => {
    late = true;
    end('SIGTERM');
    setTimeout(() => end('SIGKILL'), 5_000).unref();
  }, check.limitMs);
  return new Promise((resolve) => {
    const done = (code: number | null, extra = '') => {
      clearTimeout(limit);
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, passOn);
      if (late) extra += `\nStopped after ${check.limitMs / 1000} s.`;
      resolve({
        passed: code === 0 && !late,
        seconds: (Date.now() - startedAt) / 1000,
        output: output + extra,
      });
    };
    child.on('error', (error) => done(1, String(error)));
    child.on('close', (code) => done(code));
  });
}
