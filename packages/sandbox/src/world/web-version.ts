/** Which versions of WhatsApp Web the network offers, and which it no longer takes. */
export class WebVersion {
  /** The revision that the page tells; null: there is no page. */
  offered: number | null = null;
  /** Clients that say one of these are refused with 405. */
  refused: ReadonlySet<number> = new Set();

  takes(revision: number | null): boolean {
    return revision === null || !this.refused.has(revision);
  }

  clear(): void {
    this.offered = null;
    this.refused = new Set();
  }
}
