/** How a part of the server is. */
export type HealthState = 'ok' | 'starting' | 'degraded' | 'down';

/** What GET /health says: the program as a whole is as well as its worst part. */
export interface Health {
  /** Names a part and how to ask it. Until it is asked the first time it is `starting`. */
  watch(part: string, ask: () => HealthState | Promise<HealthState>): void;
  /** The program has started, or is stopping. */
  setReady(ready: boolean): void;
  read(): Promise<{ status: HealthState; checks: Record<string, HealthState> }>;
}

/** An answer of a part that takes longer than this counts as down. */
const PATIENCE_MS = 2_000;

/** Health of one process. It is not ready until it says so. */
export function createHealth(): Health {
  const parts = new Map<string, () => HealthState | Promise<HealthState>>();
  let ready = false;
  return {
    watch: (part, ask) => void parts.set(part, ask),
    setReady: (value) => {
      ready = value;
    },
    async read() {
      const checks: Record<string, HealthState> = {};
      await Promise.all(
        [...parts].map(async ([part, ask]) => {
          checks[part] = await askInTime(ask);
        }),
      );
      const states = Object.values(checks);
      const worst = (['down', 'starting', 'degraded'] as const).find((state) => states.includes(state));
      return { status: ready ? (worst ?? 'ok') : 'starting', checks };
    },
  };
}

async function askInTime(ask: () => HealthState | Promise<HealthState>): Promise<HealthState> {
  const { promise: late, resolve } = Promise.withResolvers<HealthState>();
  const timer = setTimeout(() => resolve('down'), PATIENCE_MS);
  try {
    return await Promise.race([ask(), late]);
  } catch {
    return 'down';
  } finally {
    clearTimeout(timer);
  }
}
