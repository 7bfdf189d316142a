import { parseTraceparent } from '../events/trace-context.js';
import { type EnvironmentView, variableOf } from './environment.js';
import { settingsOptions } from './options/settings-options.js';

const [VARIABLE] = settingsOptions.traceparent.variables;

/** The trace that the caller of a run has begun; null without one, and for a value that is none: it is to be ignored. */
export function traceparentOf(view: EnvironmentView): string | null {
  return parseTraceparent(variableOf(view, VARIABLE) ?? '');
}
