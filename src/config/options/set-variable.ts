import { type EnvironmentView, variableOf, variableOrigin } from '../environment.js';
import type { Issues, Sourced } from '../issues.js';
import type { Option } from './option.js';
import { faultOf } from './option-fault.js';
import type { OptionShape } from './option-type.js';

/** What the first variable of an option that is set says, as it is written there; undefined where none is. */
export function setVariable(
  { variables = [] }: Pick<Option, 'variables'>,
  view: EnvironmentView,
): Sourced<string> | undefined {
  for (const name of variables) {
    const value = variableOf(view, name);
    if (value !== undefined) return { value, origin: variableOrigin(view, name) };
  }
  return undefined;
}

/** The value that a variable gives an option, undefined where none is set; an invalid value becomes a fault. */
export function variableValue(option: Option, view: EnvironmentView, issues: Issues): unknown {
  const variable = setVariable(option, view);
  if (variable === undefined) return undefined;
  const value = parsed(variable.value, option.type);
  const fault = faultOf(value, option);
  if (fault !== null) issues.fault(variable.origin, fault);
  return value;
}

function parsed(text: string, { kind }: OptionShape): unknown {
  if (kind === 'wholeNumber') return /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (kind === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}
