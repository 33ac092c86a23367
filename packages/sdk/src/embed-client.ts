import { Credential, type FetchToken, type Token } from './credential.ts';
import { Http, type HttpOptions, type Request } from './http.ts';
import type { Answer } from './operation-types.ts';
import { embedOperations, type EmbedOperations } from './operations.gen.ts';
import { addOperations } from './operations.ts';
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

// Its methods are made from a table of the same operations, which src/contract.test.ts holds together.
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging
export interface EmbedClient extends EmbedOperations {}

/**
 * What an embed token may call, and nothing else, for pages where every byte counts. `MetaHub` is this and the
 * rest of the API. One method for each operation of the contract, named by its `operationId`. Every method
 * rejects with a `MetaHubError` of a class that says what to do, or with the reason of its `signal`.
 */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging
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

  /** Uploads a file; the answer's `id` is the `mediaId` of `sendMessage`. The same bytes twice are kept once. */
  async uploadMedia(file: Blob, options?: UploadOptions): Promise<Answer<'uploadMedia'>> {
    const { uploadOf } = await import('./upload.ts');
    return this.call('POST', '/media', uploadOf(file, options));
  }

  /** What all methods go through: the client's credential, time limits and retries. */
  protected call<T>(method: string, path: string, request: Request): Promise<T> {
    return this.#http.call(method, path, request);
  }

  /** Where a token comes from when the options have none. */
  protected renewSignIn?(): Promise<Token>;
}

addOperations(EmbedClient.prototype, embedOperations);
