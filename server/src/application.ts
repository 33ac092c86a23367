import type { Logger } from 'pino';
import type { ApiKeyLookup } from './access/find-api-key.ts';
import type { TokenIssuer } from './access/tokens.ts';
import type { AuditTrail } from './audit/audit-trail.ts';
import type { Config } from './config.ts';
import type { Database } from './db/database.ts';
import type { MasterKey } from './db/master-key.ts';
import type { Sealing } from './db/seal.ts';
import type { EventBus } from './events/event-bus.ts';
import type { Health } from './http/health.ts';
import type { RateLimits } from './http/rate-limits.ts';
import type { Media } from './media/media.ts';
import type { Mailer } from './mail/mailer.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { NameServer } from './net/name-server.ts';
import type { Outgoing } from './net/outgoing.ts';
import type { Gateway } from './sessions/gateway.ts';

/** The parts of one running server, made in order by main.ts and closed in reverse. */
export interface Application {
  readonly config: Config;
  readonly log: Logger;
  readonly database: Database;
  readonly masterKey: MasterKey;
  readonly sealing: Sealing;
  readonly tokens: TokenIssuer;
  readonly apiKeys: ApiKeyLookup;
  readonly audit: AuditTrail;
  readonly events: EventBus;
  /** The gateway of this process; null where the role runs elsewhere. */
  readonly gateway: Gateway | null;
  readonly jobs: Jobs | null;
  readonly mailer: Mailer;
  readonly media: Media;
  /** The only way to addresses that people choose. */
  readonly outgoing: Outgoing;
  readonly names: NameServer;
  readonly rates: RateLimits;
  readonly health: Health;
}
