import { displayLines, displayOwn, displayText } from '../terminal/display-text.js';
import { padToWidth } from '../terminal/display-width.js';
import type { Style, Theme } from '../terminal/theme.js';
import { formatCount } from '../terminal/wording.js';

export interface CheckShown {
  readonly name: string;
  readonly verdict: 'ok' | 'warning' | 'failed';
  readonly message: string;
  readonly hint: string | null;
}

const STYLES: Readonly<Record<CheckShown['verdict'], Style>> = {
  ok: 'good',
  warning: 'caution',
  failed: 'bad',
};

/** A line for each check, what to do below it, and one line that sums up. */
export function doctorView(checks: readonly CheckShown[], theme: Theme): string {
  const width = Math.max(0, ...checks.map(({ name }) => displayText(name).length));
  const marks = { ok: theme.glyphs.done, warning: '!', failed: theme.glyphs.failed };
  const margin = ' '.repeat(width + 4);
  const lines = checks.flatMap(({ name, verdict, message, hint }) => [
    `${theme.paint(STYLES[verdict], marks[verdict])} ${padToWidth(displayText(name), width)}  ${displayLines(message).replaceAll('\n', `\n${margin}`)}`,
    ...(hint === null ? [] : [`${margin}${theme.paint('faint', displayOwn(hint))}`]),
  ]);
  return [...lines, '', summary(checks, theme)].join('\n');
}

function summary(checks: readonly CheckShown[], theme: Theme): string {
  const count = (verdict: CheckShown['verdict']) =>
    checks.filter((check) => check.verdict === verdict).length;
  const [warnings, failures] = [count('warning'), count('failed')];
  if (failures > 0) {
    const others = warnings > 0 ? `, ${formatCount(warnings, 'warning')}` : '';
    return theme.paint('bad', `A run would fail: ${formatCount(failures, 'failed check')}${others}.`);
  }
  if (warnings > 0) return theme.paint('caution', `A run would work; ${formatCount(warnings, 'warning')}.`);
  return theme.paint('good', 'All is well.');
}
