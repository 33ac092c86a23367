/** A version of WhatsApp Web as Baileys says it, such as [2, 3000, 1035194821]. */
export type WaVersion = [number, number, number];

/** The revision that a page names, if it names a sensible one. */
export function readRevision(page: string): number | undefined {
  const revision = Number(/\\?"client_revision\\?":\s*(\d{1,10})\b/.exec(page)?.[1]);
  return revision > 0 && revision < 2 ** 32 ? revision : undefined;
}

/** Reads `2.3000.1035194821`. Throws when it's not like that. */
export function parseVersion(text: string): WaVersion {
  const parts = /^(\d{1,3})\.(\d{1,6})\.(\d{1,10})$/.exec(text);
  if (!parts) throw new Error(`"${text}" is not a version such as 2.3000.1035194821`);
  return [Number(parts[1]), Number(parts[2]), Number(parts[3])];
}

/** The same with another last part. */
export function withRevision([first, second]: WaVersion, revision: number): WaVersion {
  return [first, second, revision];
}
