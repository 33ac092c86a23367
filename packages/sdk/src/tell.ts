/** Calls a listener. An error of its own is reported as uncaught, as the platform's events do, and stops nobody else. */
export function tell<Told extends unknown[]>(listener: (...told: Told) => void, ...told: Told): void {
  try {
    listener(...told);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
