import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { EmbedTokenError, EmbedTokens } from './embed-tokens.ts';
import { homePage, inboxPage, messagePage, signInPage, whatsappPage, type PageContext } from './pages.ts';
import { clientsOf, people, type Client } from './people.ts';
import { PortalSessions } from './portal-sessions.ts';
import { sendFile } from './static-files.ts';
import { wordsFor } from './words.ts';

export interface PortalOptions {
  /** The API's origin, without `/v1`, for this server and for the browser. */
  apiUrl: string;
  /** The agency's API key; it never leaves this server. */
  apiKey: string;
  clients: Client[];
  /** The folder of the built widgets, served under `/widgets/`. */
  widgetsFolder: string;
  /** The simulator's page, for test accounts. */
  sandboxUrl?: string | null;
  /** Receives what went wrong, for the operator. */
  report?: (error: unknown) => void;
}

const publicFolder = fileURLToPath(new URL('public', import.meta.url));
const MAX_FORM_BYTES = 4_096;
const pages: Record<string, (context: PageContext) => string> = {
  '/': homePage,
  '/atendimento': inboxPage,
  '/whatsapp': whatsappPage,
};

/** The agency's site: its pages, its own sign-in, and the one call to MetaHub that its widgets need. */
export function createPortal(options: PortalOptions): Server {
  const { clients, widgetsFolder, sandboxUrl = null, report = () => {} } = options;
  const sessions = new PortalSessions();
  const embedTokens = new EmbedTokens(options);

  return createServer((request, response) => {
    secure(response, options.apiUrl);
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else if (error instanceof BadRequest) sendText(response, error.status, error.message);
      else {
        report(error);
        sendPage(response, 500, messagePage(wordsOf(request), 'error'));
      }
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://portal');
    if (request.method === 'POST' && pathname === '/metahub-token') return sendToken(request, response);
    if (request.method === 'POST') return answerForm(request, response, pathname);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new BadRequest(405, 'Method not allowed.');

    if (pathname.startsWith('/public/') && (await sendFile(response, publicFolder, pathname.slice(8))))
      return;
    if (pathname.startsWith('/widgets/') && (await sendFile(response, widgetsFolder, pathname.slice(9))))
      return;
    if (pathname === '/entrar') {
      const back = ownPage(searchParams.get('back'));
      return sendPage(response, 200, signInPage({ words: wordsOf(request), clients, back }));
    }

    const page = Object.hasOwn(pages, pathname) && pages[pathname];
    if (!page) return sendPage(response, 404, messagePage(wordsOf(request), 'notFound'));
    const visitor = visitorOf(request);
    if (!visitor) return redirect(response, signInAddress(pathname));
    const context = { ...visitor, words: wordsOf(request), apiUrl: options.apiUrl, sandboxUrl };
    sendPage(response, 200, page(context));
  }

  /** Gives the page's widgets a token for whoever is signed in, in the client's account that they look at. */
  async function sendToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!sameOrigin(request)) throw new BadRequest(403, 'Only pages of this portal may ask for a token.');
    const visitor = visitorOf(request);
    if (!visitor) return sendJson(response, 401, { error: 'signed_out' });
    try {
      sendJson(response, 200, await embedTokens.mint(visitor.person, visitor.client, originsOf(request)));
    } catch (error) {
      if (!(error instanceof EmbedTokenError)) throw error;
      report(error);
      sendJson(response, error.status === 429 ? 429 : 502, { error: error.code });
    }
  }

  async function answerForm(
    request: IncomingMessage,
    response: ServerResponse,
    pathname: string,
  ): Promise<void> {
    if (!sameOrigin(request)) throw new BadRequest(403, 'Only pages of this portal may send this form.');
    const form = await readForm(request);
    if (pathname === '/entrar') {
      const person = people.find(({ id }) => id === form.get('person'));
      const client = person && clientsOf(person, clients)[0];
      if (!person || !client) throw new BadRequest(400, 'Nobody of that name uses this portal.');
      response.setHeader(
        'set-cookie',
        sessions.start(request, { personId: person.id, clientSlug: client.slug }),
      );
      return redirect(response, ownPage(form.get('back')));
    }
    if (pathname === '/sair') {
      response.setHeader('set-cookie', sessions.end(request));
      return redirect(response, '/entrar');
    }
    if (pathname === '/cliente') {
      const session = sessions.find(request);
      const visitor = visitorOf(request);
      if (!session || !visitor) return redirect(response, '/entrar');
      const client = visitor.clients.find(({ slug }) => slug === form.get('client'));
      if (!client) throw new BadRequest(400, 'That client is not yours to see.');
      session.clientSlug = client.slug;
      return redirect(response, ownPage(form.get('back')));
    }
    sendPage(response, 404, messagePage(wordsOf(request), 'notFound'));
  }

  function visitorOf(request: IncomingMessage): Pick<PageContext, 'person' | 'client' | 'clients'> | null {
    const session = sessions.find(request);
    const person = people.find(({ id }) => id === session?.personId);
    if (!session || !person) return null;
    const own = clientsOf(person, clients);
    const client = own.find(({ slug }) => slug === session.clientSlug) ?? own[0];
    return client ? { person, client, clients: own } : null;
  }
}

/** Strict headers: scripts and styles only from this site, connections only to it and to MetaHub. */
function secure(response: ServerResponse, apiUrl: string): void {
  const socketUrl = apiUrl.replace(/^http/, 'ws');
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'font-src': "'self'",
    'img-src': `'self' data: blob: ${apiUrl}`,
    'media-src': `blob: ${apiUrl}`,
    'connect-src': `'self' ${apiUrl} ${socketUrl}`,
    'form-action': "'self'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
  };
  const written = Object.entries(policy).map(([directive, sources]) => `${directive} ${sources}`);
  response.setHeader('content-security-policy', written.join('; '));
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
}

/** A request that a page of this very site made: browsers say so in `Sec-Fetch-Site`, older ones in `Origin`. */
function sameOrigin(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site) return site === 'same-origin';
  const { origin } = request.headers;
  return origin !== undefined && originsOf(request).includes(origin);
}

/** Where this site is reached. Behind a proxy with TLS a real portal names its public origin here instead. */
function originsOf(request: IncomingMessage): string[] {
  const port = request.socket.localPort;
  return [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
}

/** Where to go back to, if that is a page of this portal: a form must lead to no other site. */
function ownPage(path: string | null): string {
  return path !== null && Object.hasOwn(pages, path) ? path : '/';
}

/** Signing in leads to the page that was asked for. */
function signInAddress(pathname: string): string {
  return pathname === '/' ? '/entrar' : `/entrar?back=${encodeURIComponent(pathname)}`;
}

function wordsOf(request: IncomingMessage) {
  return wordsFor(request.headers['accept-language']);
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_FORM_BYTES) throw new BadRequest(413, 'The form is too large.');
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

function sendPage(response: ServerResponse, status: number, markup: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(markup);
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location }).end();
}

/** A request that this site refuses, with the status and a sentence that says why. */
class BadRequest extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'BadRequest';
    this.status = status;
  }
}
