/** Private fields and what elements only need among themselves are nobody's business outside. */
const publicOnly = {
  name: 'public-only',
  packageLinkPhase({ customElementsManifest }) {
    for (const module of customElementsManifest.modules) {
      for (const declaration of module.declarations ?? []) {
        declaration.members = declaration.members?.filter(
          ({ name, privacy, static: isStatic }) =>
            !name.startsWith('#') &&
            privacy !== 'private' &&
            privacy !== 'protected' &&
            !isStatic &&
            !OWN.has(name),
        );
        declaration.attributes = declaration.attributes?.filter(({ name }) => name !== 'state');
        declaration.events = declaration.events?.filter(({ name }) => name.startsWith('mh-'));
      }
      // Functions and types beside the elements are not part of the manifest.
      module.declarations = module.declarations?.filter(({ tagName }) => tagName) ?? [];
      const names = new Set(module.declarations.map(({ name }) => name));
      module.exports =
        module.exports?.filter(
          ({ kind, declaration }) => kind === 'custom-element-definition' || names.has(declaration.name),
        ) ?? [];
    }
    customElementsManifest.modules = customElementsManifest.modules.filter(
      ({ declarations, exports }) =>
        declarations.length || exports.some(({ kind }) => kind === 'custom-element-definition'),
    );
  },
};

/** Lit's own methods, and what elements only need among themselves. */
const OWN = new Set([
  'surroundings',
  'watch',
  'connectedCallback',
  'disconnectedCallback',
  'render',
  'updated',
  'willUpdate',
  'firstUpdated',
  'scheduleUpdate',
]);

/**
 * Tags are registered in `define/`, through a guard that the analyzer cannot read: an element's file is named as its
 * folder and as its tag.
 */
const tagNames = {
  name: 'tag-names',
  analyzePhase({ ts, node, moduleDoc }) {
    if (!ts.isClassDeclaration(node) || !/^src\/elements\/([\w-]+)\/\1\.ts$/.test(moduleDoc.path)) return;
    const declaration = moduleDoc.declarations.find(({ name }) => name === node.name?.text);
    if (!declaration) return;
    declaration.customElement = true;
    declaration.tagName = `mh-${moduleDoc.path.split('/').at(-1).replace('.ts', '')}`;
  },
};

export default {
  globs: ['src/elements/*/*.ts', 'src/foundation/metahub-element.ts'],
  exclude: ['**/*.test.ts', '**/*.stories.ts', '**/*.styles.ts'],
  outdir: '.',
  litelement: true,
  packagejson: false,
  plugins: [tagNames, publicOnly],
};
