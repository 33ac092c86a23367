import { defineConfig } from 'tsup';

/** What npm users get: ES modules with their types. The workspace itself uses `src` as it is. */
export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'es2022',
  outDir: 'dist',
  clean: true,
  // The events' code stays a file of its own, loaded with the first subscription.
  splitting: true,
  sourcemap: true,
  dts: { compilerOptions: { incremental: false, tsBuildInfoFile: undefined } },
});
