import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 8_192;
let pool = Buffer.alloc(0);
let drawn = 0;

/**
 * Random bytes for nonces, ids and message secrets. They are fetched from the system in bulk, since a call for each few
 * bytes costs more than what they are needed for; no byte is given out twice.
 */
export function drawRandom(length: number): Buffer {
  if (drawn + length > pool.length) {
    pool = randomFillSync(Buffer.allocUnsafeSlow(Math.max(POOL_BYTES, length)));
    drawn = 0;
  }
  drawn += length;
  return pool.subarray(drawn - length, drawn);
}
