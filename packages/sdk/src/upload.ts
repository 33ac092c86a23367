import type { CallOptions, Request } from './http.ts';

/** What an upload takes. */
export interface UploadOptions extends CallOptions {
  /** As the recipient of a document sees it; the file's own name if left out. */
  fileName?: string;
  /** Hears how much has gone out, from 0 to 1. Called in browsers only, where it can be known. */
  onProgress?: (share: number) => void;
}

/** For one attempt, in milliseconds: 100 MiB over a slow line. */
const UPLOAD_TIMEOUT_MS = 15 * 60_000;

/** What we use of a browser's XMLHttpRequest; named here, since the SDK needs no DOM types. */
interface PageRequest {
  readonly status: number;
  readonly responseText: string;
  readonly upload: {
    addEventListener(type: 'progress', listener: (event: { loaded: number; total: number }) => void): void;
  };
  addEventListener(type: 'load' | 'error' | 'abort', listener: () => void): void;
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  getAllResponseHeaders(): string;
  send(body: unknown): void;
  abort(): void;
}

/** The request that uploads a file. */
export function uploadOf(
  file: Blob,
  { fileName = (file as { name?: string }).name, onProgress, ...options }: UploadOptions = {},
): Request {
  const fetch = onProgress && fetchTelling(onProgress);
  return {
    timeoutMs: UPLOAD_TIMEOUT_MS,
    ...options,
    query: { fileName },
    body: file,
    repeatable: true,
    ...(fetch ? { fetch } : {}),
  };
}

/** `fetch`, as far as an upload needs it, telling how much has gone out: browsers tell that of XMLHttpRequest only. */
function fetchTelling(onProgress: (share: number) => void): typeof fetch | undefined {
  const { XMLHttpRequest } = globalThis as { XMLHttpRequest?: new () => PageRequest };
  if (!XMLHttpRequest) return undefined;
  return (url, { method = 'POST', headers, body, signal } = {}) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(method, url as string);
      for (const [name, value] of Object.entries(headers as Record<string, string>)) {
        request.setRequestHeader(name, value);
      }
      request.upload.addEventListener('progress', ({ loaded, total }) =>
        onProgress(total ? loaded / total : 0),
      );
      request.addEventListener('load', () => resolve(answerOf(request)));
      request.addEventListener('error', () => reject(new TypeError('The upload was cut off.')));
      request.addEventListener('abort', () => reject(signal?.reason as Error));
      signal?.addEventListener('abort', () => request.abort(), { once: true });
      if (signal?.aborted) reject(signal.reason as Error);
      else request.send(body);
    });
}

function answerOf(request: PageRequest): Response {
  const headers = new Headers();
  for (const line of request
    .getAllResponseHeaders()
    .trim()
    .split(/[\r\n]+/)) {
    const at = line.indexOf(':');
    if (at > 0) headers.append(line.slice(0, at), line.slice(at + 1).trim());
  }
  const { status } = request;
  return new Response(status === 204 ? null : request.responseText, { status, headers });
}
