import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEBIBYTE = 1_048_576;

/** A disk of its own for a folder, small enough to be filled. */
export class SmallDisk {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whether one may be mounted here: a container's root may be kept from it. */
  static get works(): boolean {
    const folder = mkdtempSync(join(tmpdir(), 'mh-disk-'));
    const disk = SmallDisk.mount(folder, 1);
    disk?.unmount();
    rmdirSync(folder);
    return disk !== undefined;
  }

  /** Mounts a memory disk at an empty folder; undefined where that isn't allowed (it takes root, on Linux). */
  static mount(folder: string, mebibytes: number): SmallDisk | undefined {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder], {
      stdio: 'ignore',
    });
    return mounted.status === 0 ? new SmallDisk(folder) : undefined;
  }

  /** Leaves no room: whatever is written from now on ends with ENOSPC. */
  fill(): void {
    const file = openSync(this.#ballast, 'a');
    const block = Buffer.alloc(MEBIBYTE, 1);
    try {
      for (let size = block.length; size >= 1; ) {
        try {
          if (writeSync(file, block, 0, size) === 0) break;
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          size = Math.floor(size / 2);
        }
      }
    } finally {
      closeSync(file);
    }
  }

  empty(): void {
    rmSync(this.#ballast, { force: true });
  }

  unmount(): void {
    spawnSync('umount', ['-l', this.#folder], { stdio: 'ignore' });
  }

  get #ballast(): string {
    return join(this.#folder, 'ballast');
  }
}
