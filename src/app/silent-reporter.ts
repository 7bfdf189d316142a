import type { Reporter } from '../output/reporters/reporter.js';

const nothing = () => {};

/** Prints nothing. */
export const silentReporter: Reporter = {
  emit: nothing,
  warning: nothing,
  info: nothing,
  result: nothing,
  failure: nothing,
  close: nothing,
};
