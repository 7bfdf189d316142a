import type { RunDetail } from '../../api/generated.js';
import { durationText } from '../../time/duration-text.js';
import { progressText } from './progress-text.js';

/** A run as Markdown for a pull request. Texts from outside stand in code spans, which nothing in them can leave. */
export function runMarkdown(run: RunDetail): string {
  const head = [
    `**Run ${code(run.run_id)}**: ${run.state}, ${progressText({ ...run, current_migration: null, phase: null })}`,
    `by ${code(run.actor)}, ${durationText(run.duration_ms / 1000)}`,
  ].join(', ');
  const rows = run.migrations.map(({ name, state, duration_seconds: seconds, error }) =>
    [
      '',
      code(name),
      state,
      seconds === null ? '' : durationText(seconds),
      error === null ? '' : code(`${error.type}: ${error.message}`),
      '',
    ]
      .join(' | ')
      .trim(),
  );
  const table =
    rows.length === 0
      ? []
      : ['', '| Migration | State | Took | Error |', '| --- | --- | --- | --- |', ...rows];
  return [head, ...table, ''].join('\n');
}

/** A code span, fenced by more backticks than the text has in a row; a bar would end the cell of a table. */
function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}
