import { startSandbox, StartupError, type SandboxLogger } from './index.ts';

/**
 * The sandbox as a process. Reads SANDBOX_SOCKET_PORT, SANDBOX_CONTROL_PORT, SANDBOX_MEDIA_PORT, SANDBOX_HOST,
 * SANDBOX_DATA, SANDBOX_FILES and SANDBOX_TOKEN; says where it is in one JSON line on stdout; logs to stderr, a JSON object a line.
 */
async function main(): Promise<void> {
  const { env } = process;
  if (env['NODE_ENV'] === 'production' && env['SANDBOX_ALLOW_PRODUCTION'] !== '1') {
    throw new StartupError(
      'production',
      'The sandbox is not for production (NODE_ENV=production). Set SANDBOX_ALLOW_PRODUCTION=1 if you mean it.',
    );
  }
  const sandbox = await startSandbox({
    socketPort: portOf('SANDBOX_SOCKET_PORT'),
    controlPort: portOf('SANDBOX_CONTROL_PORT'),
    host: env['SANDBOX_HOST'] || undefined,
    dataFolder: env['SANDBOX_DATA'] || undefined,
    mediaPort: portOf('SANDBOX_MEDIA_PORT'),
    filesFolder: env['SANDBOX_FILES'] || undefined,
    controlToken: env['SANDBOX_TOKEN'] || undefined,
    logger: stderrLogger,
  });
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    sandbox.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  console.log(JSON.stringify({ controlUrl: sandbox.controlUrl, socketUrl: sandbox.socketUrl }));
}

function portOf(name: string): number | undefined {
  const value = process.env[name];
  if (value === undefined || value === '') return undefined;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new StartupError('port_invalid', `${name} must be a port from 0 to 65535, not "${value}".`);
  }
  return port;
}

const stderrLogger: SandboxLogger = {
  debug: () => {},
  info: (fields, message) => log('info', fields, message),
  warn: (fields, message) => log('warn', fields, message),
  error: (fields, message) => log('error', fields, message),
};

function log(level: string, fields: object, message: string): void {
  process.stderr.write(`${JSON.stringify({ level, time: new Date().toISOString(), message, ...fields })}\n`);
}

function fail(error: unknown): void {
  const isExpected = error instanceof StartupError;
  console.error(isExpected ? error.message : error);
  process.exit(1);
}

try {
  await main();
} catch (error) {
  fail(error);
}
