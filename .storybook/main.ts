import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

// Storybook and its addons are dependencies of the widgets, not of the root.
const require = createRequire(new URL('../packages/widgets/package.json', import.meta.url));
const place = (name: string): string => dirname(require.resolve(`${name}/package.json`));

export default {
  framework: { name: place('@storybook/web-components-vite'), options: {} },
  stories: ['../packages/widgets/src/**/*.stories.ts'],
  addons: [place('@storybook/addon-a11y'), place('@storybook/addon-vitest')],
  // Modules that Storybook makes up are resolved from here, where it is installed.
  viteFinal: (config: Record<string, unknown>) => ({
    ...config,
    root: fileURLToPath(new URL('../packages/widgets', import.meta.url)),
  }),
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
};
