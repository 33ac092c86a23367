/**
 * For a plain page: `<script type="module" src="…/metahub-widgets.js">`. The provider, the client and the inbox's
 * first paint are in this file; each other element comes when the page holds one, else once the browser is idle.
 */
import './define/provider.ts';
import './define/inbox.ts';

export { makeClient } from './client/make-client.ts';
export { MhProvider } from './elements/provider/provider.ts';
export { VERSION } from './version.ts';

const LATER: Record<string, () => Promise<unknown>> = {
  'mh-qr-pairing': () => import('./define/qr-pairing.ts'),
  'mh-session': () => import('./define/session.ts'),
  'mh-sessions': () => import('./define/sessions.ts'),
  'mh-conversation': () => import('./define/conversation.ts'),
};

function defineWanted(): void {
  for (const [tag, load] of Object.entries(LATER)) {
    if (document.querySelector(tag)) void load();
    else (globalThis.requestIdleCallback ?? setTimeout)(() => void load());
  }
}

if (document.readyState === 'loading')
  document.addEventListener('DOMContentLoaded', defineWanted, { once: true });
else defineWanted();
