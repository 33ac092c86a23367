import { defineConfig } from 'tsup';

/** What npm users get: ES modules with their types. The workspace itself uses `src` as it is. */
export default defineConfig({
  // Each client in a file of its own, so that a page which imports one loads no other's operations.
  entry: ['src/index.ts', 'src/embed-client.ts', 'src/hub.ts'],
  format: 'esm',
  target: 'es2022',
  outDir: 'dist',
  clean: true,
  // The events' code stays a file of its own, loaded with the first subscription.
  splitting: true,
  sourcemap: true,
  dts: { compilerOptions: { incremental: false, tsBuildInfoFile: undefined } },
});
