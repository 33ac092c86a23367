import type { Route } from '@vaadin/router';
import type { Access, Entered } from './access.ts';
import { AccountPage } from './pages/account-page.ts';
import { InboxPage } from './pages/inbox-page.ts';
import { MessagePage } from './pages/message-page.ts';
import { SessionsPage } from './pages/sessions-page.ts';
import type { Words } from './words/pt-br.ts';

export interface PageContext {
  access: Access;
  entered: Entered;
  words: Words;
}

/** Every address of the app, and which page stands there for this person. */
export function routesOf(context: PageContext): Route[] {
  const { words, entered } = context;
  const may = (permission: (typeof entered.me.permissions)[number]) =>
    entered.me.permissions.includes(permission);
  const forbidden = () =>
    Object.assign(new MessagePage(), { heading: words.forbidden.title, text: words.forbidden.text });
  return [
    { path: '/', redirect: '/conversas' },
    { path: '/conversas', action: () => new InboxPage() },
    {
      path: '/sessoes',
      action: () => (may('sessions:read') ? Object.assign(new SessionsPage(), context) : forbidden()),
    },
    { path: '/conta', action: () => Object.assign(new AccountPage(), context) },
    {
      path: '(.*)',
      action: () =>
        Object.assign(new MessagePage(), {
          heading: words.notFound.title,
          text: words.notFound.text,
          link: { href: '/conversas', name: words.notFound.back },
        }),
    },
  ];
}
