import { afterEach, describe, expect, it, vi } from 'vitest';
import { problem, ScriptedApi } from '../test/scripted-api.ts';
import { EmbedClient } from './embed-client.ts';

const stored = { id: 'med_1', mimeType: 'text/plain', size: 5 };
const connect = (api: ScriptedApi): EmbedClient =>
  new EmbedClient({ apiUrl: `${api.url}/`, accessToken: 'mh_eat_1', retryDelayMs: 1 });

afterEach(() => vi.unstubAllGlobals());

describe('an upload', () => {
  it('sends the bytes as they are, under the name of the file, and again after an outage', async () => {
    await using api = await ScriptedApi.listen();
    api.onInTurn('POST /media', problem(503, 'unavailable'), { status: 201, body: stored });
    const file = new File(['"olá"'], 'orçamento & cia.txt');

    const media = await connect(api).uploadMedia(file);

    expect(media.id).toBe('med_1');
    expect(api.requests).toHaveLength(2);
    expect(api.requests[1]!.body).toBe('olá');
    expect(api.requests[1]!.query.get('fileName')).toBe('orçamento & cia.txt');
  });

  it('has a name of its own where the caller gives one, and none where there is none', async () => {
    await using api = await ScriptedApi.listen();
    api.on('POST /media', () => ({ status: 201, body: stored }));
    await connect(api).uploadMedia(new Blob(['1']), { fileName: 'um.txt' });
    await connect(api).uploadMedia(new Blob(['2']));
    expect(api.requests.map((it) => it.query.get('fileName'))).toEqual(['um.txt', null]);
  });

  it('says where the server is, for what the API answers as an address', async () => {
    await using api = await ScriptedApi.listen();
    expect(connect(api).apiUrl).toBe(api.url);
  });
});

/** What a browser offers, as far as uploads use it; answers by the script of the test. */
class PageRequest extends EventTarget {
  static instances: PageRequest[] = [];
  upload = new EventTarget();
  status = 0;
  responseText = '';
  sent: unknown;
  opened: string[] = [];
  headers: Record<string, string> = {};
  constructor() {
    super();
    PageRequest.instances.push(this);
  }
  open(...what: string[]): void {
    this.opened = what;
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  getAllResponseHeaders(): string {
    return 'content-type: application/problem+json\r\nx-request-id: req_1\r\n';
  }
  send(body: unknown): void {
    this.sent = body;
  }
  abort(): void {
    this.dispatchEvent(new Event('abort'));
  }
  progress(loaded: number, total: number): void {
    this.upload.dispatchEvent(Object.assign(new Event('progress'), { loaded, total }));
  }
  answer(status: number, body: object): void {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.dispatchEvent(new Event('load'));
  }
}

async function uploading(): Promise<{
  request: PageRequest;
  shares: number[];
  stop: AbortController;
  answer: Promise<unknown>;
}> {
  PageRequest.instances = [];
  vi.stubGlobal('XMLHttpRequest', PageRequest);
  const shares: number[] = [];
  const stop = new AbortController();
  const client = new EmbedClient({ apiUrl: 'https://hub.example', accessToken: 'mh_eat_1', maxRetries: 0 });
  const answer = client.uploadMedia(new Blob(['12345']), {
    onProgress: (share) => shares.push(share),
    signal: stop.signal,
  });
  await vi.waitUntil(() => PageRequest.instances[0]?.sent);
  return { request: PageRequest.instances[0]!, shares, stop, answer };
}

describe('an upload in a browser', () => {
  it('tells how much has gone out', async () => {
    const { request, shares, answer } = await uploading();
    expect(request.opened).toEqual(['POST', 'https://hub.example/v1/media']);
    expect(request.headers).toMatchObject({
      authorization: 'Bearer mh_eat_1',
      'content-type': 'application/octet-stream',
    });
    request.progress(2, 5);
    request.progress(5, 5);
    request.answer(201, stored);
    expect(await answer).toEqual(stored);
    expect(shares).toEqual([0.4, 1]);
  });

  it('ends when it is called off, and says why it was refused', async () => {
    const first = await uploading();
    first.stop.abort(new Error('called off'));
    await expect(first.answer).rejects.toThrow('called off');
    const second = await uploading();
    second.request.answer(413, { code: 'body_too_large', detail: 'A file may have 100 MiB.', status: 413 });
    await expect(second.answer).rejects.toMatchObject({ status: 413, code: 'body_too_large' });
    const third = await uploading();
    third.request.dispatchEvent(new Event('error'));
    await expect(third.answer).rejects.toMatchObject({ code: 'connection_failed' });
  });
});
