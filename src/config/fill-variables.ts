import { expandEnvironment } from '../templates/header-template.js';
import type { Issues, Sourced } from './issues.js';

/** Fills `${VAR}` and `${VAR:-default}` into a written value; undefined after a fault that names the missing variables. */
export function fillVariables(
  written: Sourced<string>,
  variables: Readonly<Record<string, string>>,
  issues: Issues,
): string | undefined {
  const expanded = expandEnvironment(written.value, variables);
  if ('value' in expanded) return expanded.value;
  issues.fault(written.origin, missingText(expanded.missing));
  return undefined;
}

/** Tells which variables are missing. A text that is no name of a variable is not repeated: it may be part of a secret. */
export function missingText(missing: readonly string[]): string {
  const names = missing.filter((name) => /^[A-Za-z_]\w*$/.test(name));
  if (names.length < missing.length) return 'has a placeholder whose braces hold no name of a variable';
  return `needs ${names.join(' and ')}, which ${names.length === 1 ? 'is' : 'are'} not set`;
}
