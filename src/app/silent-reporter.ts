import type { Reporter } from '../output/reporters/reporter.js';

const nothing = () => {};

/** Tells nothing to anybody. */
export const silentReporter: Reporter = {
  header: nothing,
  plan: nothing,
  migrationStarted: nothing,
  migrationFinished: nothing,
  migrationFailed: nothing,
  databaseWaiting: nothing,
  lockWaiting: nothing,
  blocked: nothing,
  serverProgress: nothing,
  notice: nothing,
  warning: nothing,
  info: nothing,
  deliveryFinished: nothing,
  draining: nothing,
  result: nothing,
  failure: nothing,
  close: nothing,
};
