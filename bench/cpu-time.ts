import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks of /proc in a second: fixed at 100 for programs by Linux, whatever the kernel's own clock. */
const TICKS_PER_SECOND = 100;

interface ProcessTimes {
  pid: number;
  parent: number;
  seconds: number;
}

/** Whether this system tells what processes used; Linux does. */
export const tellsCpuTime = process.platform === 'linux';

/**
 * CPU seconds that these processes have used so far, with all below them, those that ended included. On a machine
 * that does other work as well, this is steadier than what a clock says.
 */
export function cpuSeconds(roots: readonly number[]): number {
  const all = listProcesses();
  const counted = new Set(roots);
  for (let before = 0; before !== counted.size; ) {
    before = counted.size;
    for (const { pid, parent } of all) if (counted.has(parent)) counted.add(pid);
  }
  return all.reduce((sum, { pid, seconds }) => sum + (counted.has(pid) ? seconds : 0), 0);
}

function listProcesses(): ProcessTimes[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (readTimes(Number(name)) ?? []) : []));
}

function readTimes(pid: number): ProcessTimes | null {
  try {
    // The name may hold spaces and brackets; what follows it does not (proc_pid_stat(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { pid, parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND };
  } catch {
    // It ended while the list was read; whoever waited for it has its time.
    return null;
  }
}
