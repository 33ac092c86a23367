// Builds the widgets for a page without a bundler into the folder that is named: `node build-widgets.ts <folder>`.
import { buildWidgets } from '../../packages/widgets/build.ts';

await buildWidgets(process.argv[2]);
