import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder that is gone when the bench ends, however it ends. Others may enter it: PostgreSQL runs as another
 * user when the bench runs as root.
 */
export function makeScratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mh-bench-'));
  chmodSync(folder, 0o755);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
