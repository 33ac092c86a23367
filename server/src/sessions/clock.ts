import { setTimeout as sleep } from 'node:timers/promises';

/** The time that a gateway's pauses go by; tests move it. */
export interface Clock {
  /** Milliseconds; only differences mean anything. */
  now(): number;
  /** Resolves after that time, or at once when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) =>
    sleep(milliseconds, undefined, { ref: false, ...(signal ? { signal } : {}) }).catch(() => {}),
};
