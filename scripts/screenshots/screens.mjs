import { importSource } from '../build/import-source.mjs';

/** The screens that the rail of the page leads to, in its order. */
export const { SCREENS } = await importSource(
  `export { SCREENS } from './src/server/dashboard/frame/screens.ts';`,
);
