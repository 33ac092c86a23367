let beganAt: number | undefined;

/**
 * Lets the rest of the process have its turn when this one has lasted too long. Stanzas that come together are
 * decrypted one after the other without ever waiting for anything: a thousand of them would hold up every request
 * and socket for a second.
 */
export async function breathe(longestMs: number): Promise<void> {
  const now = performance.now();
  if (beganAt === undefined) {
    beganAt = now;
    setImmediate(() => {
      beganAt = undefined;
    });
  } else if (now - beganAt >= longestMs) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
