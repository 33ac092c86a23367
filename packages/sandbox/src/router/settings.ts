import { errorOf, resultOf } from '../connection/connection.ts';
import type { QueryTable } from './router.ts';

const PRIVACY = ['readreceipts', 'last', 'online', 'profile', 'status', 'groupadd', 'calladd'];

/** What a companion asks about settings; a sandbox account has the plain ones, and changes are not kept. */
export const settingsQueries: QueryTable = {
  'get abt props': ({ query }) =>
    resultOf(query, [
      { tag: 'props', attrs: { protocol: '1', hash: 'sandbox', refresh: '86400' }, content: [] },
    ]),
  'get blocklist': ({ query }) => resultOf(query, [{ tag: 'list', attrs: {}, content: [] }]),
  'get privacy privacy': ({ query }) =>
    resultOf(query, [
      {
        tag: 'privacy',
        attrs: {},
        content: PRIVACY.map((name) => ({ tag: 'category', attrs: { name, value: 'all' } })),
      },
    ]),
  'set privacy tokens': ({ query }) => resultOf(query, [{ tag: 'tokens', attrs: {}, content: [] }]),
  'get w:profile:picture picture': ({ query }) => errorOf(query, '404', 'item-not-found'),
  'get w:biz business_profile': ({ query }) =>
    resultOf(query, [{ tag: 'business_profile', attrs: {}, content: [] }]),
};
