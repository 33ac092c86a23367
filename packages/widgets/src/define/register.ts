import { VERSION } from '../version.ts';

type Registered = CustomElementConstructor & { metahubVersion?: string };

/** Registers an element once. Says so when another copy of the package was there first. */
export function register(tag: string, element: CustomElementConstructor): void {
  (element as Registered).metahubVersion = VERSION;
  const present: Registered | undefined = customElements.get(tag);
  if (!present) customElements.define(tag, element);
  else if (present !== element) {
    // oxlint-disable-next-line no-console -- two copies on a page are a mistake of the page's build
    console.warn(
      `[metahub] <${tag}> is registered already by version ${present.metahubVersion ?? 'unknown'}; the copy of version ${VERSION} is not used.`,
    );
  }
}
