export * from './contract-types.ts';
export type { FetchToken, Token } from './credential.ts';
export * from './errors.ts';
export type { CallOptions, EditOptions, Logger, WriteOptions } from './http.ts';
export { EmbedClient, type MetaHubOptions } from './embed-client.ts';
export { MetaHub } from './hub.ts';
export { backwards, iterate, type Page } from './iterate.ts';
export { byThreadOrder, isNewer, merge, type Revised } from './merge.ts';
export type { Answer, Body, OperationId, Query } from './operation-types.ts';
export type { Realtime } from './realtime.ts';
export type {
  EventListener,
  RealtimeEvent,
  RealtimeState,
  Resync,
  StateListener,
  Topic,
  WebSocketConstructor,
  WebSocketLike,
} from './realtime-types.ts';
export type { UploadOptions } from './upload.ts';
