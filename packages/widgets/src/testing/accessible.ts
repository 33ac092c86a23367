import axe from 'axe-core';

/** What axe finds wrong in a part of the page, one line each. Rules about whole pages do not concern a widget. */
export async function findBarriers(part: HTMLElement): Promise<string[]> {
  const { violations } = await axe.run(part, {
    rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    resultTypes: ['violations'],
  });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${node.target.flat().join(' ')} (${node.any[0]?.message ?? ''})`),
  );
}
