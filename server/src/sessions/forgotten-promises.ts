import type { EventEmitter } from 'node:events';

/**
 * Baileys (7.0.0-rc14) listens to its socket with async functions, whose promises nobody holds: when the connection
 * ends in the middle of one, its rejection would be nobody's, and end the process where nobody looks for such. From here on
 * each is told to `onRejected`. To be called once, before anything else listens.
 */
export function holdForgottenPromises(
  emitter: EventEmitter,
  onRejected: (error: unknown, event: string) => void,
): void {
  for (const event of emitter.eventNames()) {
    const listeners = emitter.rawListeners(event);
    if (!listeners.some(isAsync)) continue;
    emitter.removeAllListeners(event);
    for (const listener of listeners) {
      const listen = listener as (...values: unknown[]) => unknown;
      emitter.on(
        event,
        isAsync(listener)
          ? (...values: unknown[]) =>
              void (listen(...values) as Promise<unknown>).catch((error: unknown) =>
                onRejected(error, String(event)),
              )
          : listen,
      );
    }
  }
}

function isAsync(listener: unknown): boolean {
  return typeof listener === 'function' && listener.constructor.name === 'AsyncFunction';
}
