import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Network } from '../network.ts';
import type { ObjectSchema, Schema } from './schema.ts';

/** What a route is given. */
export interface RouteContext {
  network: Network;
  parameters: Record<string, string>;
  query: URLSearchParams;
  body: Record<string, unknown>;
  request: IncomingMessage;
  response: ServerResponse;
  /** Facts about this sandbox's listeners. */
  place: { socketUrl: string; controlUrl: string; caCertificate: string; filesFolder?: string };
}

/** What a route answers; nothing when it has answered by itself (a stream). */
export type RouteAnswer =
  | { status: number; body?: unknown; file?: { bytes: Buffer; mime: string } }
  | undefined;

/** One operation of the control API: it is served and described from this. */
export interface Route {
  method: 'GET' | 'POST' | 'DELETE';
  /** Path with `{parameters}`. */
  path: string;
  summary: string;
  query?: Record<string, Schema>;
  body?: ObjectSchema;
  /** Longest body; absent: that of other routes. */
  bodyBytes?: number;
  /** Success statuses and what they mean. */
  answers: Record<number, string>;
  handle(context: RouteContext): RouteAnswer | Promise<RouteAnswer>;
}
