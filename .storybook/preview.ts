export { default } from '../packages/widgets/src/testing/story-frame.ts';
