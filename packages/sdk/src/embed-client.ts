import type { SendMessageRequest } from './contract-types.ts';
import { Credential, type FetchToken, type Token } from './credential.ts';
import {
  type CallOptions,
  type EditOptions,
  Http,
  type HttpOptions,
  type Request,
  type WriteOptions,
} from './http.ts';
import type { Answer, Body, Query } from './operation-types.ts';
import { path } from './path.ts';
import { Realtime } from './realtime.ts';
import type { WebSocketConstructor } from './realtime-types.ts';
import type { UploadOptions } from './upload.ts';

/** How to reach a MetaHub and as whom: give one of `apiKey`, `fetchToken` and `accessToken`. */
export interface MetaHubOptions extends HttpOptions {
  /** Where the server is, without `/v1`: `https://hub.example`. */
  apiUrl: string;
  /** For servers (`mh_live_…`, `mh_test_…`). Refused in a browser. */
  apiKey?: string;
  /** For browsers in a host's site: asks the host's backend for an embed token. Never called twice at once. */
  fetchToken?: FetchToken;
  /** A token that is used as it is until the API refuses it. */
  accessToken?: string;
  /** The account to act for (`acc_…`), for an agency's key. */
  account?: string;
  /** Where there is no global one (Node before 22). */
  WebSocket?: WebSocketConstructor;
}

/**
 * What an embed token may call, and nothing else, for pages where every byte counts. `MetaHub` is this and the
 * rest of the API. One method for each operation of the contract, named by its `operationId`. Every method
 * rejects with a `MetaHubError` of a class that says what to do, or with the reason of its `signal`.
 */
export class EmbedClient {
  /** Events as they happen, over one socket for all subscriptions. Loaded when first used. */
  readonly realtime: Realtime;
  /** Where the server is, without `/v1`. What the API answers as an address (`url` of a file) is relative to it. */
  readonly apiUrl: string;
  protected readonly credential: Credential;
  readonly #http: Http;

  constructor({ apiKey, accessToken = apiKey, fetchToken, apiUrl, ...rest }: MetaHubOptions) {
    const options = { ...rest, apiUrl: apiUrl.replace(/\/+$/, '') };
    const source = fetchToken ?? (accessToken ? undefined : this.renewSignIn?.bind(this));
    this.credential = new Credential(accessToken, source);
    this.apiUrl = options.apiUrl;
    this.#http = new Http(options, this.credential);
    this.realtime = new Realtime(options, this.credential);
  }

  /** Ends calls under way with `ClientClosed` and closes the socket. The client is of no use afterwards. */
  close(): void {
    this.realtime.close();
    this.#http.close();
  }

  getMe(options?: CallOptions): Promise<Answer<'getMe'>> {
    return this.get('/me', undefined, options);
  }

  getAccount(accountId: string, options?: CallOptions): Promise<Answer<'getAccount'>> {
    return this.get(path`/accounts/${accountId}`, undefined, options);
  }

  getBranding(options?: CallOptions): Promise<Answer<'getBranding'>> {
    return this.get('/branding', undefined, options);
  }

  listMembers(query?: Query<'listMembers'>, options?: CallOptions): Promise<Answer<'listMembers'>> {
    return this.get('/members', query, options);
  }

  getMember(memberId: string, options?: CallOptions): Promise<Answer<'getMember'>> {
    return this.get(path`/members/${memberId}`, undefined, options);
  }

  /** Starts to link a WhatsApp number; its QR is in the answer or follows as `session.pairing`. */
  connectSession(body: Body<'connectSession'>, options?: WriteOptions): Promise<Answer<'connectSession'>> {
    return this.post('/connect', body, keyed(options));
  }

  listSessions(query?: Query<'listSessions'>, options?: CallOptions): Promise<Answer<'listSessions'>> {
    return this.get('/sessions', query, options);
  }

  getSession(sessionId: string, options?: CallOptions): Promise<Answer<'getSession'>> {
    return this.get(path`/sessions/${sessionId}`, undefined, options);
  }

  /** Names the number and sets how it works; only what is given changes. */
  updateSession(
    sessionId: string,
    body: Body<'updateSession'>,
    options?: EditOptions,
  ): Promise<Answer<'updateSession'>> {
    return this.call('PATCH', path`/sessions/${sessionId}`, { ...options, body });
  }

  /** Closes the connection and keeps the link, until `resumeSession`. */
  pauseSession(sessionId: string, options?: CallOptions): Promise<Answer<'pauseSession'>> {
    return this.#act(sessionId, 'pause', options);
  }

  resumeSession(sessionId: string, options?: CallOptions): Promise<Answer<'resumeSession'>> {
    return this.#act(sessionId, 'resume', options);
  }

  /** Moves the connection to another gateway, without losing a message. */
  handOverSession(sessionId: string, options?: CallOptions): Promise<Answer<'handOverSession'>> {
    return this.#act(sessionId, 'handover', options);
  }

  /** Unlinks the number; its conversations stay. */
  removeSession(sessionId: string, options?: CallOptions): Promise<Answer<'removeSession'>> {
    return this.delete(path`/sessions/${sessionId}`, undefined, options);
  }

  /** Resolves once the message is stored as `queued`; what becomes of it comes as `message.updated`. */
  sendMessage(body: SendMessageRequest, options?: WriteOptions): Promise<Answer<'sendMessage'>> {
    return this.post('/send-message', body, keyed(options));
  }

  getMessage(messageId: string, options?: CallOptions): Promise<Answer<'getMessage'>> {
    return this.get(path`/messages/${messageId}`, undefined, options);
  }

  /** Uploads a file; the answer's `id` is the `mediaId` of `sendMessage`. The same bytes twice are kept once. */
  async uploadMedia(file: Blob, options?: UploadOptions): Promise<Answer<'uploadMedia'>> {
    const { uploadOf } = await import('./upload.ts');
    return this.call('POST', '/media', uploadOf(file, options));
  }

  /** What is known of a file, with a `url` that holds some minutes from now. */
  getMedia(mediaId: string, options?: CallOptions): Promise<Answer<'getMedia'>> {
    return this.get(path`/media/${mediaId}`, undefined, options);
  }

  /** Resolves once the edit is stored; it shows as `pendingChange` until WhatsApp has it or refuses it. */
  editMessage(
    messageId: string,
    body: Body<'editMessage'>,
    options?: CallOptions,
  ): Promise<Answer<'editMessage'>> {
    return this.call('PATCH', path`/messages/${messageId}`, { ...options, body, repeatable: true });
  }

  /** For everyone, as `editMessage`. A message that was not sent yet is cancelled. */
  deleteMessage(messageId: string, options?: CallOptions): Promise<Answer<'deleteMessage'>> {
    return this.delete(path`/messages/${messageId}`, undefined, options);
  }

  /** For one that failed and is `retryable`; it goes out under the same id, so nobody gets it twice. */
  retryMessage(messageId: string, options?: CallOptions): Promise<Answer<'retryMessage'>> {
    return this.post(path`/messages/${messageId}/retry`, undefined, { ...options, repeatable: true });
  }

  setReaction(
    messageId: string,
    body: Body<'setReaction'>,
    options?: CallOptions,
  ): Promise<Answer<'setReaction'>> {
    return this.call('PUT', path`/messages/${messageId}/reaction`, { ...options, body, repeatable: true });
  }

  removeReaction(messageId: string, options?: CallOptions): Promise<Answer<'removeReaction'>> {
    return this.delete(path`/messages/${messageId}/reaction`, undefined, options);
  }

  /** Latest activity first, or who waits longest. Rows move while you page: merge by id and revision (`merge`). */
  listConversations(
    query?: Query<'listConversations'>,
    options?: CallOptions,
  ): Promise<Answer<'listConversations'>> {
    return this.get('/conversations', query, options);
  }

  getConversation(conversationId: string, options?: CallOptions): Promise<Answer<'getConversation'>> {
    return this.get(path`/conversations/${conversationId}`, undefined, options);
  }

  /** A page of the thread, oldest first within it; the newest page where none of before, after, around is given. */
  listMessages(
    conversationId: string,
    query?: Query<'listMessages'>,
    options?: CallOptions,
  ): Promise<Answer<'listMessages'>> {
    return this.get(path`/conversations/${conversationId}/messages`, query, options);
  }

  markConversationRead(
    conversationId: string,
    body: Body<'markConversationRead'>,
    options?: CallOptions,
  ): Promise<Answer<'markConversationRead'>> {
    return this.post(path`/conversations/${conversationId}/read`, body, { ...options, repeatable: true });
  }

  listContacts(query?: Query<'listContacts'>, options?: CallOptions): Promise<Answer<'listContacts'>> {
    return this.get('/contacts', query, options);
  }

  getContact(contactId: string, options?: CallOptions): Promise<Answer<'getContact'>> {
    return this.get(path`/contacts/${contactId}`, undefined, options);
  }

  updateContact(
    contactId: string,
    body: Body<'updateContact'>,
    options?: EditOptions,
  ): Promise<Answer<'updateContact'>> {
    return this.call('PATCH', path`/contacts/${contactId}`, { ...options, body });
  }

  /** The events of `realtime` by polling, for where sockets are cut. Without `after` it answers the position only. */
  listEvents(query?: Query<'listEvents'>, options?: CallOptions): Promise<Answer<'listEvents'>> {
    return this.get('/events', query, options);
  }

  /** Where a token comes from when the options have none. */
  protected renewSignIn?(): Promise<Token>;

  #act<T>(sessionId: string, what: string, options?: CallOptions): Promise<T> {
    return this.post(path`/sessions/${sessionId}/${what}`, undefined, { ...options, repeatable: true });
  }

  protected get<T>(path: string, query?: object, options?: Request): Promise<T> {
    return this.call('GET', path, { ...options, query });
  }

  protected post<T>(path: string, body: unknown, options?: Request): Promise<T> {
    return this.call('POST', path, { ...options, body });
  }

  protected delete<T>(path: string, query?: object, options?: Request): Promise<T> {
    return this.call('DELETE', path, { ...options, query });
  }

  protected call<T>(method: string, path: string, request: Request): Promise<T> {
    return this.#http.call(method, path, request);
  }
}

/** The options with an idempotency key: the caller's, or a new one. */
function keyed(options?: WriteOptions): WriteOptions {
  return { ...options, idempotencyKey: options?.idempotencyKey ?? newKey() };
}

/** 128 random bits. Not `randomUUID`, which browsers keep from pages without TLS. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
}
