import { type EnvironmentView, variableOf, variableOrigin } from '../config/environment.js';
import type { Issues, Sourced } from '../config/issues.js';
import { type DraftSecret, sourced } from './draft.js';

/**
 * The signing secrets that variables give the endpoint whose variables begin with `stem`: `…SECRET`, and during a
 * rotation `…SECRET_PREVIOUS`, which signs until `…SECRET_PREVIOUS_UNTIL`.
 */
export function secretsFromVariables(
  view: EnvironmentView,
  stem: string,
  issues: Issues,
): readonly DraftSecret[] {
  const newest = secretIn(view, `${stem}SECRET`, issues);
  const previous = secretIn(view, `${stem}SECRET_PREVIOUS`, issues);
  const until = written(view, `${stem}SECRET_PREVIOUS_UNTIL`);
  if (previous === undefined) {
    if (until !== undefined) issues.fault(until.origin, `is set without ${stem}SECRET_PREVIOUS`);
    return newest === undefined ? [] : [newest];
  }
  if (newest === undefined) {
    issues.fault(previous.origin, `is set without ${stem}SECRET, which replaces it`);
    return [];
  }
  if (until === undefined) {
    issues.warn(previous.origin, `signs for good; set ${stem}SECRET_PREVIOUS_UNTIL to its last day`);
    return [newest, previous];
  }
  return [newest, { ...previous, until }];
}

/** An empty secret is what CI gives for one that does not exist: sending unsigned would go unnoticed. */
function secretIn(view: EnvironmentView, variable: string, issues: Issues): Sourced<string> | undefined {
  if (view.variables[variable] === '') {
    issues.fault(
      variableOrigin(view, variable),
      'is empty; give it a value, or unset it to send unsigned requests',
    );
  }
  return written(view, variable);
}

function written(view: EnvironmentView, variable: string): Sourced<string> | undefined {
  const value = variableOf(view, variable);
  return value === undefined ? undefined : sourced(value, variableOrigin(view, variable));
}
