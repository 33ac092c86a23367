import { execFileSync } from 'node:child_process';
import { expect, vi } from 'vitest';

/** The process in which a starter runs a file. */
export function childRunning(starter: number, file: string): number {
  const line = listProcesses().find(({ parent, command }) => parent === starter && command.includes(file));
  if (!line) throw new Error(`${file} is not running.`);
  return line.pid;
}

/** A process and all that it started, directly or not. */
export function familyOf(pid: number): number[] {
  const all = listProcesses();
  const family = [pid];
  for (const member of family)
    family.push(...all.filter(({ parent }) => parent === member).map((child) => child.pid));
  return family;
}

/** Resolves when none of them runs any more. */
export function waitForEndOf(family: number[]): Promise<void> {
  const left = () =>
    listProcesses().filter(({ pid, command }) => family.includes(pid) && !command.includes('<defunct>'));
  return vi.waitFor(() => expect(left()).toEqual([]), { timeout: 60_000, interval: 250 });
}

function listProcesses(): { pid: number; parent: number; command: string }[] {
  const text = execFileSync('ps', ['-e', '-ww', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' });
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [pid = '', parent = '', ...command] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), command: command.join(' ') };
    });
}
