import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** One browser that is signed in to this portal. */
export interface PortalSession {
  personId: string;
  clientSlug: string;
  expiresAt: number;
}

const LIFETIME_MS = 12 * 60 * 60 * 1000;
const MAX_SESSIONS = 1_000;

/**
 * Sign-ins of the portal, kept in memory: a restart signs everybody out. The cookie's name carries the port,
 * because browsers share cookies between the ports of one host.
 */
export class PortalSessions {
  readonly #sessions = new Map<string, PortalSession>();

  /** Starts a session and answers the `Set-Cookie` value for it. */
  start(request: IncomingMessage, session: Omit<PortalSession, 'expiresAt'>): string {
    const oldest = this.#sessions.keys().next();
    if (this.#sessions.size >= MAX_SESSIONS && !oldest.done) this.#sessions.delete(oldest.value);
    const id = randomBytes(24).toString('base64url');
    this.#sessions.set(id, { ...session, expiresAt: Date.now() + LIFETIME_MS });
    return `${cookieName(request)}=${id}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${LIFETIME_MS / 1000}`;
  }

  /** The session of the request's cookie, or null when there is none or it has expired. */
  find(request: IncomingMessage): PortalSession | null {
    const id = cookieOf(request);
    const session = id ? this.#sessions.get(id) : undefined;
    if (!session || session.expiresAt < Date.now()) return null;
    return session;
  }

  /** Ends the request's session and answers the `Set-Cookie` value that clears it. */
  end(request: IncomingMessage): string {
    const id = cookieOf(request);
    if (id) this.#sessions.delete(id);
    return `${cookieName(request)}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`;
  }
}

function cookieName(request: IncomingMessage): string {
  return `aurora_${request.socket.localPort}`;
}

function cookieOf(request: IncomingMessage): string | undefined {
  const name = `${cookieName(request)}=`;
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(name))?.slice(name.length);
}
