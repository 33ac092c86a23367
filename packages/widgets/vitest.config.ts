import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Chromium as it is found on the machine; `CHROMIUM_PATH` names another. */
const chromium = playwright({
  launchOptions: {
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      // Stories play recordings without a person's press.
      '--autoplay-policy=no-user-gesture-required',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  },
});

const storybook = createRequire(import.meta.url)('@storybook/addon-vitest/vitest-plugin') as {
  storybookTest(options: { configDir: string }): Promise<never>;
};

export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        // Told at once, so that no test is loaded anew while it runs.
        optimizeDeps: {
          include: ['axe-core', 'lean-qr/nano', 'linkifyjs', 'lit', 'lit/directives/repeat.js'],
        },
        test: {
          name: 'widgets',
          include: ['src/**/*.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            provider: chromium,
            instances: [{ browser: 'chromium', viewport: { width: 1280, height: 800 } }],
            screenshotFailures: false,
          },
        },
      },
      {
        root,
        plugins: [
          await storybook.storybookTest({
            configDir: fileURLToPath(new URL('../../.storybook', import.meta.url)),
          }),
        ],
        test: {
          name: 'stories',
          browser: {
            enabled: true,
            headless: true,
            provider: chromium,
            instances: [{ browser: 'chromium', viewport: { width: 1280, height: 800 } }],
            screenshotFailures: false,
          },
        },
      },
    ],
  },
});
