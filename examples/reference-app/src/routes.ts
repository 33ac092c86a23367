import type { Access, Entered } from './access.ts';
import { MessagePage } from './pages/message-page.ts';
import type { Route } from './router.ts';
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
    { path: '/', page: '/conversas' },
    {
      path: '/conversas',
      page: async () => Object.assign(new (await import('./pages/inbox-page.ts')).InboxPage(), { words }),
    },
    {
      path: '/sessoes',
      page: async () => {
        if (!may('sessions:read')) return forbidden();
        const { SessionsPage } = await import('./pages/sessions-page.ts');
        return Object.assign(new SessionsPage(), context);
      },
    },
    {
      path: '/conta',
      page: async () => Object.assign(new (await import('./pages/account-page.ts')).AccountPage(), context),
    },
    {
      path: '*',
      page: () =>
        Object.assign(new MessagePage(), {
          heading: words.notFound.title,
          text: words.notFound.text,
          link: { href: '/conversas', name: words.notFound.back },
        }),
    },
  ];
}
