import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  violations: { id: string; help: string; nodes: { target: unknown }[] }[];
}

/** What axe finds wrong with the page as it stands, shadow roots included: WCAG 2.2 A and AA, and best practice. */
export async function findBarriers(page: Page): Promise<string[]> {
  // A colour that is still changing is none that people read.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
        .map((animation) => animation.finished.catch(() => undefined)),
    ),
  );
  // Run in the page's own world but not by a script element, so that the page's policy stays as it is.
  const { violations } = await page.evaluate<AxeResults>(`${axe}; axe.run(document)`);
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help} ${JSON.stringify(nodes.map(({ target }) => target))}`,
  );
}
