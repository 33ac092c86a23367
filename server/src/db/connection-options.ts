/** How to reach one database as one role. `host` may be the folder of a unix socket. */
export interface ConnectionOptions {
  host: string;
  port?: number;
  user: string;
  password?: string;
  database: string;
  ssl?: boolean | { rejectUnauthorized: boolean };
}

/** Reads `postgres://user:password@host:port/database?sslmode=…`. Throws TypeError for anything else. */
export function readConnectionUrl(text: string): ConnectionOptions {
  const url = new URL(text);
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:')
    throw new TypeError('it must start with postgres://');
  const database = decodeURIComponent(url.pathname.slice(1));
  if (!database) throw new TypeError('it names no database');
  const socketFolder = url.searchParams.get('host');
  const sslMode = url.searchParams.get('sslmode') ?? 'disable';
  const connection: ConnectionOptions = {
    host: socketFolder ?? (url.hostname || 'localhost'),
    user: decodeURIComponent(url.username) || 'postgres',
    database,
  };
  if (url.port) connection.port = Number(url.port);
  if (url.password) connection.password = decodeURIComponent(url.password);
  if (sslMode === 'require' || sslMode === 'prefer') connection.ssl = { rejectUnauthorized: false };
  if (sslMode === 'verify-full' || sslMode === 'verify-ca') connection.ssl = true;
  return connection;
}
