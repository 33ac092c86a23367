import { html, type Html } from './html.ts';
import { icon } from './icons.ts';
import { clientsOf, people, type Client, type Person } from './people.ts';
import type { Words } from './words.ts';

/** What every page for a signed-in person needs. */
export interface PageContext {
  words: Words;
  person: Person;
  client: Client;
  clients: Client[];
  /** The API's origin as the browser reaches it. */
  apiUrl: string;
  /** The simulator's page, when the accounts are test accounts. */
  sandboxUrl: string | null;
}

export function homePage(context: PageContext): string {
  const { words, person, client, sandboxUrl } = context;
  const steps = html`
    <h2>${words.steps}</h2>
    <ol class="steps">
      ${
        person.role === 'admin' &&
        html`<li class="card">
        <h3>${words.stepPair}</h3>
        <p>${words.stepPairText}</p>
        <a class="button" href="/whatsapp">${words.stepPairAction}</a>
      </li>`
      }
      <li class="card">
        <h3>${words.stepWrite}</h3>
        <p>${sandboxUrl ? words.stepWriteText : words.stepWriteNoSandbox}</p>
        ${sandboxUrl && html`<a class="button quiet" href="${sandboxUrl}/" target="_blank" rel="noopener">${words.stepWriteAction}</a>`}
      </li>
      <li class="card">
        <h3>${words.stepAnswer}</h3>
        <p>${words.stepAnswerText}</p>
        <a class="button quiet" href="/atendimento">${words.stepAnswerAction}</a>
      </li>
    </ol>`;
  return signedInPage({
    context,
    title: words.hello(person.name.split(' ')[0] ?? person.name),
    lead: words.homeLead(client.name),
    current: '/',
    content: steps,
  });
}

export function inboxPage(context: PageContext): string {
  const { words, client } = context;
  return signedInPage({
    context,
    title: words.inbox,
    lead: words.inboxLead(client.name),
    current: '/atendimento',
    layout: 'fill',
    content: html`${provider(context, html`<mh-inbox class="embed"></mh-inbox>`)}`,
  });
}

export function whatsappPage(context: PageContext): string {
  const { words, client, person, sandboxUrl } = context;
  const pairing = html`
    <dialog id="pairing" aria-labelledby="pairing-title" data-session-name="${client.name}">
      <header>
        <h2 id="pairing-title">${words.connect}</h2>
        <form method="dialog"><button aria-label="${words.close}" title="${words.close}">${icon('close')}</button></form>
      </header>
      <div class="place"></div>
      ${
        sandboxUrl &&
        html`<p class="simulator" hidden data-sandbox="${sandboxUrl}">
        <a class="button quiet" href="${sandboxUrl}/" target="_blank" rel="noopener">${words.simulator}</a>
        <span>${words.simulatorNote}</span>
      </p>`
      }
    </dialog>`;
  const content =
    person.role === 'admin'
      ? provider(
          context,
          html`<div class="numbers"><mh-sessions class="embed"></mh-sessions>${pairing}</div>`,
        )
      : html`<p class="card">${words.adminsOnly}</p>`;
  return signedInPage({
    context,
    title: words.whatsapp,
    lead: words.whatsappLead(client.name),
    current: '/whatsapp',
    content,
  });
}

export function signInPage({
  words,
  clients,
  back,
}: {
  words: Words;
  clients: Client[];
  /** The page that was asked for. */
  back: string;
}): string {
  const choices = people.map((person) => {
    const seen =
      person.clients === 'all' ? words.allClients : clientsOf(person, clients).map(({ name }) => name);
    return html`<button class="person" name="person" value="${person.id}">
      ${avatar(person)}
      <span><strong>${person.name}</strong><small>${words.roles[person.role]} · ${seen}</small></span>
    </button>`;
  });
  return page({
    words,
    title: words.signInTitle,
    body: html`<main class="alone" id="content">
      <p class="logo">${logo()} Agência Aurora</p>
      <h1>${words.signInTitle}</h1>
      <p>${words.signInLead}</p>
      <form method="post" action="/entrar"><input type="hidden" name="back" value="${back}" />${choices}</form>
      <p class="note">${words.demoNote}</p>
    </main>`,
  });
}

export function messagePage(words: Words, kind: 'notFound' | 'error'): string {
  const title = kind === 'notFound' ? words.notFoundTitle : words.errorTitle;
  return page({
    words,
    title,
    body: html`<main class="alone" id="content">
      <p class="logo">${logo()} Agência Aurora</p>
      <h1>${title}</h1>
      <p>${kind === 'notFound' ? words.notFoundText : words.errorText}</p>
      <p><a class="button" href="/">${words.backHome}</a></p>
    </main>`,
  });
}

/** The one element that the widgets of a page share: where the API is, in which language, and whose token. */
function provider({ apiUrl, words }: PageContext, content: Html): Html {
  return html`<mh-provider api-url="${apiUrl}" locale="${words.language}" theme="system">${content}</mh-provider>
    <noscript>${words.noScript}</noscript>`;
}

interface SignedInPage {
  context: PageContext;
  title: string;
  lead: string;
  current: string;
  layout?: 'fill';
  content: Html;
}

function signedInPage({ context, title, lead, current, layout, content }: SignedInPage): string {
  const { words, person, client, clients } = context;
  const links = [
    { href: '/', name: words.home, mark: icon('home') },
    { href: '/atendimento', name: words.inbox, mark: icon('inbox') },
    { href: '/whatsapp', name: words.whatsapp, mark: icon('phone') },
  ];
  const switcher =
    clients.length > 1
      ? html`<details class="switcher">
        <summary aria-label="${words.switchClient}: ${client.name}">${client.name} ${icon('chevrons')}</summary>
        <form method="post" action="/cliente" class="menu">
          <input type="hidden" name="back" value="${current}" />
          ${clients.map(
            (other) =>
              html`<button name="client" value="${other.slug}" ${other === client ? html`aria-current="true"` : ''}>${other.name}</button>`,
          )}
        </form>
      </details>`
      : html`<span class="switcher only">${client.name}</span>`;
  return page({
    words,
    title: `${title} · ${client.name}`,
    client,
    body: html`<a class="skip" href="#content">${words.skip}</a>
    <div class="portal">
      <header class="top">
        <a class="logo" href="/" aria-label="Agência Aurora">${logo()}<span>Agência Aurora</span></a>
        ${switcher}
        <form method="post" action="/sair" class="me">
          <span class="who" title="${person.name}">${avatar(person)}<span class="name">${person.name}</span></span>
          <button class="leave" aria-label="${words.signOut}" title="${words.signOut}">${icon('leave')}</button>
        </form>
      </header>
      <nav class="pages" aria-label="${words.navigation}">
        ${links.map(
          ({ href, name, mark }) =>
            html`<a href="${href}" ${href === current ? html`aria-current="page"` : ''}>${mark}<span>${name}</span></a>`,
        )}
      </nav>
      <main id="content" class="${layout ?? 'flow'}">
        <div class="title"><h1>${title}</h1><p>${lead}</p></div>
        ${content}
      </main>
    </div>`,
  });
}

function page({
  words,
  title,
  body,
  client,
}: {
  words: Words;
  title: string;
  body: Html;
  client?: Client;
}): string {
  return html`<!doctype html>
<html lang="${words.language}" data-client="${client?.slug ?? ''}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} · Agência Aurora</title>
    <link rel="icon" href="/public/aurora.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/public/portal.css" />
    ${client && html`<link rel="modulepreload" href="/widgets/metahub-widgets.js" />`}
    <script type="module" src="/public/portal.js"></script>
  </head>
  <body>
    ${body}
  </body>
</html>
`.markup;
}

function avatar(person: Person): Html {
  const initials = person.name
    .split(' ')
    .map((word) => word[0])
    .slice(0, 2)
    .join('');
  return html`<span class="avatar" aria-hidden="true">${initials}</span>`;
}

function logo(): Html {
  return html`<svg class="mark" viewBox="0 0 28 28" aria-hidden="true">
    <path d="M3 21a11 11 0 0 1 22 0" /><path d="M8 21a6 6 0 0 1 12 0" /><path d="M2 25h24" />
  </svg>`;
}
