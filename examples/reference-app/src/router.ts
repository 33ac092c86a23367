/** One address of the app and what stands there. */
export interface Route {
  /** A path as it is, or `*` for every other. */
  path: string;
  /** Makes the page; or names the path that stands in for this one. */
  page: string | (() => HTMLElement | Promise<HTMLElement>);
}

const MOVED = 'app-moved';

/** Goes to a page of the app. */
export function go(path: string): void {
  history.pushState(null, '', path);
  window.dispatchEvent(new Event(MOVED));
}

/** Calls `listener` each time another page is asked for, until the returned function is called. */
export function onMove(listener: () => void): () => void {
  window.addEventListener(MOVED, listener);
  window.addEventListener('popstate', listener);
  return () => {
    window.removeEventListener(MOVED, listener);
    window.removeEventListener('popstate', listener);
  };
}

/** Shows in `outlet` the page of the address bar, from now until the returned function is called. */
export function startRouting(outlet: HTMLElement, routes: Route[]): () => void {
  let turn = 0;
  const show = async (isFirst: boolean): Promise<void> => {
    const mine = ++turn;
    const { pathname } = location;
    const { page } = routes.find(({ path }) => path === pathname) ?? routes.find(({ path }) => path === '*')!;
    if (typeof page === 'string') {
      history.replaceState(null, '', page);
      window.dispatchEvent(new Event(MOVED));
      return;
    }
    const shown = await page();
    // Somebody who goes on before a page has come wants the later one.
    if (mine !== turn) return;
    outlet.replaceChildren(shown);
    // Who follows a link by keyboard or reader goes on in the new page, not at the end of the old one.
    if (!isFirst) outlet.focus();
  };
  const stop = onMove(() => void show(false));
  document.addEventListener('click', followLink);
  void show(true);
  return () => {
    turn = -1;
    stop();
    document.removeEventListener('click', followLink);
  };
}

/** A plain press on a link of the app's own leads there without loading the page anew. */
function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.composedPath().find((it) => it instanceof HTMLAnchorElement);
  if (!link || link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
  if (link.pathname.startsWith('/v1/')) return;
  event.preventDefault();
  if (link.href !== location.href) go(link.pathname + link.search);
}
