import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../access/caller.ts';
import type { Application } from '../application.ts';
import type { AuditDraft } from '../audit/audit-draft.ts';
import type { Transaction } from '../db/database.ts';
import type { operations as table } from './contract-tables.gen.ts';
import type { operations } from './contract.gen.ts';

/** The operations that the server serves, by the contract's operationId. */
export type OperationId = keyof typeof table;

type Shape<Id extends OperationId> = operations[Id];
type Parameter<Id extends OperationId, Place extends string> =
  Shape<Id> extends { parameters: infer P }
    ? Place extends keyof P
      ? NonNullable<P[Place]> extends never
        ? Record<string, never>
        : NonNullable<P[Place]>
      : Record<string, never>
    : never;
type Body<Id extends OperationId> =
  Shape<Id> extends { requestBody: { content: infer C } }
    ? C extends { 'application/json': infer B }
      ? B
      : // What isn't JSON comes as it streams in.
        Readable
    : undefined;
type Success = 200 | 201 | 202 | 204 | 206;

/** These are called before, or without, an account: there is no caller. */
export type PublicOperation =
  | 'signIn'
  | 'refreshAccess'
  | 'signOut'
  | 'requestPasswordReset'
  | 'resetPassword'
  | 'readInvitation'
  | 'acceptInvitation'
  | 'getHealth'
  | 'openRealtime'
  | 'getMediaContent'
  | 'getBrandFile'
  | 'getHostBranding'
  | 'getCertificatePermission';

/** One call of an operation: checked against the contract, and of a caller who has its permission. */
export interface Call<Id extends OperationId> {
  params: Parameter<Id, 'path'>;
  /** Defaults of the contract are filled in. */
  query: Parameter<Id, 'query'>;
  body: Body<Id>;
  caller: Id extends PublicOperation ? null : Caller;
  app: Application;
  requestId: string;
  /** The header Idempotency-Key, where the operation accepts it. */
  idempotencyKey: string | null;
  /** The header If-Match as it came. */
  ifMatch: string | null;
  /** What the audit is told of this call, where the contract says x-audit and there is a caller. */
  audit: AuditDraft | null;
  /** One transaction in the account acted for; begin it once per call. It tells the audit at its end. */
  inAccount: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
  /** For what only HTTP knows: cookies, addresses. */
  request: FastifyRequest;
  reply: FastifyReply;
}

/** An answer that the contract has for the operation; what says no is thrown as a Problem. */
export type Answer<Id extends OperationId> =
  Shape<Id> extends { responses: infer R }
    ? {
        [Status in keyof R & Success]: {
          status: Status;
          /** A header that is undefined is left out. */
          headers?: Readonly<Record<string, string | undefined>>;
        } & (R[Status] extends { content: { 'application/json': infer B } }
          ? { body: B }
          : R[Status] extends { content: { 'application/octet-stream': unknown } }
            ? { body: Readable }
            : { body?: undefined });
      }[keyof R & Success]
    : never;

/** What each domain's routes.ts exports a part of. */
export type Operations = {
  [Id in OperationId]: (call: Call<Id>) => Promise<Answer<Id>>;
};
