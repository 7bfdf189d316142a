import { padToWidth } from '../terminal/display-width.js';
import type { Look, Style } from '../terminal/look.js';
import { present, presentLines, presentOwn } from '../terminal/present.js';
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
export function doctorView(checks: readonly CheckShown[], look: Look): string {
  const width = Math.max(0, ...checks.map(({ name }) => present(name).length));
  const marks = { ok: look.glyphs.done, warning: '!', failed: look.glyphs.failed };
  const margin = ' '.repeat(width + 4);
  const lines = checks.flatMap(({ name, verdict, message, hint }) => [
    `${look.paint(STYLES[verdict], marks[verdict])} ${padToWidth(present(name), width)}  ${presentLines(message).replaceAll('\n', `\n${margin}`)}`,
    ...(hint === null ? [] : [`${margin}${look.paint('faint', presentOwn(hint))}`]),
  ]);
  return [...lines, '', summary(checks, look)].join('\n');
}

function summary(checks: readonly CheckShown[], look: Look): string {
  const count = (verdict: CheckShown['verdict']) =>
    checks.filter((check) => check.verdict === verdict).length;
  const [warnings, failures] = [count('warning'), count('failed')];
  if (failures > 0) {
    const others = warnings > 0 ? `, ${formatCount(warnings, 'warning')}` : '';
    return look.paint('bad', `A run would fail: ${formatCount(failures, 'failed check')}${others}.`);
  }
  if (warnings > 0) return look.paint('caution', `A run would work; ${formatCount(warnings, 'warning')}.`);
  return look.paint('good', 'All is well.');
}
