/** A path whose values are encoded: path`/sessions/${sessionId}`. Without an id it leads nowhere, never elsewhere. */
export function path(parts: TemplateStringsArray, ...ids: string[]): string {
  return String.raw(parts, ...ids.map((id) => encodeURIComponent(id) || '-'));
}
