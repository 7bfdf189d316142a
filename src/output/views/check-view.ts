import type { Look } from '../terminal/look.js';
import { present, presentOwn } from '../terminal/present.js';
import { formatCount } from '../terminal/wording.js';

/** What `migrate verify` and `migrate validate` found. */
export interface CheckOutcome {
  readonly checked: number;
  /** Without a file of their own to check, such as a `.verify.sql`. */
  readonly skipped: number;
  readonly findings: readonly Finding[];
  /** Names of changed migrations that are accepted as they are now; default none. */
  readonly accepted?: readonly string[];
}

export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
  readonly hint?: string;
}

/** Each finding with its place and what to do about it, then one line that sums up. */
export function checkView({ checked, skipped, findings, accepted = [] }: CheckOutcome, look: Look): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const counts = [
    `${formatCount(checked, 'migration')} checked`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(errors > 0 ? [formatCount(errors, 'error')] : []),
    ...(warnings > 0 ? [formatCount(warnings, 'warning')] : []),
  ];
  const verdict = errors > 0 ? look.paint('bad', 'Not in order') : look.paint('good', 'All in order');
  return [
    ...accepted.map((name) => `Accepted ${present(name)} as it is now: its checksum is recorded.`),
    ...findings.flatMap((finding) => drawFinding(finding, look)),
    `${verdict}: ${counts.join(', ')}.`,
  ].join('\n');
}

function drawFinding({ severity, file, line, column, message, hint }: Finding, look: Look): string[] {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const label = look.paint(severity === 'error' ? 'bad' : 'caution', severity);
  return [
    `${look.paint('accent', present(place))}: ${label}: ${presentOwn(message)}`,
    ...(hint === undefined ? [] : [`  ${presentOwn(hint)}`]),
  ];
}
