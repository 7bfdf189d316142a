import { drawServerMessage, drawServerWords } from '../failures/draw-server-words.js';
import type { ServerWords } from '../failures/server-words.js';
import type { Audience } from '../terminal/audience.js';
import { displayOwn, displayText } from '../terminal/display-text.js';
import type { Theme } from '../terminal/theme.js';
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
  /** What the server said, for a person at a terminal alone. */
  readonly server?: ServerWords;
}

/** Each finding with its place and what to do about it, then one line that sums up. */
export function checkView(
  { checked, skipped, findings, accepted = [] }: CheckOutcome,
  theme: Theme,
  audience: Audience = { isPersonal: false, verbose: false },
): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const counts = [
    `${formatCount(checked, 'migration')} checked`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(errors > 0 ? [formatCount(errors, 'error')] : []),
    ...(warnings > 0 ? [formatCount(warnings, 'warning')] : []),
  ];
  const verdict = errors > 0 ? theme.paint('bad', 'Not in order') : theme.paint('good', 'All in order');
  return [
    ...accepted.map((name) => `Accepted ${displayText(name)} as it is now: its checksum is recorded.`),
    ...findings.flatMap((finding) => drawFinding(finding, theme, audience)),
    `${verdict}: ${counts.join(', ')}.`,
  ].join('\n');
}

function drawFinding(finding: Finding, theme: Theme, audience: Audience): string[] {
  const { severity, file, line, column, message, hint, server } = finding;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const label = theme.paint(severity === 'error' ? 'bad' : 'caution', severity);
  return [
    `${theme.paint('accent', displayText(place))}: ${label}: ${displayOwn(message)}`,
    ...(server && audience.isPersonal ? serverLines(server, theme, audience) : []),
    ...(hint === undefined ? [] : [`  ${displayOwn(hint)}`]),
  ];
}

function serverLines(server: ServerWords, theme: Theme, audience: Audience): string[] {
  const said = drawServerWords(undefined, { server, theme, ...audience });
  return [...drawServerMessage(server, theme), ...said].map((line) => `  ${line}`);
}
