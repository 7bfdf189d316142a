import { type EnvironmentView, variableOf, variablePlace } from '../config/environment.js';
import type { Findings, Sourced } from '../config/findings.js';
import { type DraftSecret, sourced } from './draft.js';

/**
 * The signing secrets that variables give the endpoint whose variables begin with `stem`: `…SECRET`, and during a
 * rotation `…SECRET_PREVIOUS`, which signs until `…SECRET_PREVIOUS_UNTIL`.
 */
export function secretsFromVariables(
  view: EnvironmentView,
  stem: string,
  findings: Findings,
): readonly DraftSecret[] {
  const newest = secretIn(view, `${stem}SECRET`, findings);
  const previous = secretIn(view, `${stem}SECRET_PREVIOUS`, findings);
  const until = written(view, `${stem}SECRET_PREVIOUS_UNTIL`);
  if (previous === undefined) {
    if (until !== undefined) findings.fault(until.place, `is set without ${stem}SECRET_PREVIOUS`);
    return newest === undefined ? [] : [newest];
  }
  if (newest === undefined) {
    findings.fault(previous.place, `is set without ${stem}SECRET, which replaces it`);
    return [];
  }
  if (until === undefined) {
    findings.warn(previous.place, `signs for good; set ${stem}SECRET_PREVIOUS_UNTIL to its last day`);
    return [newest, previous];
  }
  return [newest, { ...previous, until }];
}

/** An empty secret is what CI gives for one that does not exist: sending unsigned would go unnoticed. */
function secretIn(view: EnvironmentView, variable: string, findings: Findings): Sourced<string> | undefined {
  if (view.variables[variable] === '') {
    findings.fault(
      variablePlace(view, variable),
      'is empty; give it a value, or unset it to send unsigned requests',
    );
  }
  return written(view, variable);
}

function written(view: EnvironmentView, variable: string): Sourced<string> | undefined {
  const value = variableOf(view, variable);
  return value === undefined ? undefined : sourced(value, variablePlace(view, variable));
}
