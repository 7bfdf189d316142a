import { appendFileSync } from 'node:fs';
import type { MigrationFinished, RunHeader } from '../../../run-events.js';
import { errorObject } from '../../failures/error-json.js';
import { escapeMarkdown, escapeOwnMarkdown } from '../../terminal/escape-markdown.js';
import { formatCount, formatDuration } from '../../terminal/wording.js';

/** What one run has to say on the page of its CI job. */
export interface JobSummary {
  readonly header: RunHeader | null;
  readonly finished: readonly MigrationFinished[];
  readonly failure: { readonly error: unknown } | null;
}

/** GitHub takes 1 MiB a step and drops all of a longer summary. */
const MAX_ROWS = 1000;

/** Markdown of the summary; empty where there is nothing to say. */
export function jobSummary({ header, finished, failure }: JobSummary): string {
  if (finished.length === 0 && failure === null) return '';
  const title = failure === null ? 'Migrations' : 'Migrations failed';
  return [
    `### ${title}`,
    '',
    ...(header === null ? [] : [describe(header), '']),
    ...finishedTable(finished),
    ...(failure === null ? [] : describeFailure(failure.error)),
  ].join('\n');
}

/** Adds the summary to the file GitHub gave. Returns what went wrong, for a warning, or null. */
export function appendJobSummary(file: string, markdown: string): string | null {
  try {
    appendFileSync(file, `${markdown}\n`);
    return null;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return `The job summary could not be written to GITHUB_STEP_SUMMARY (${reason}).`;
  }
}

function describe({ database, environment, embedded }: RunHeader): string {
  const where = embedded ? 'embedded database' : `${database.name} on ${database.host}`;
  return `Database **${escapeMarkdown(where)}**, environment **${escapeMarkdown(environment)}**`;
}

function finishedTable(finished: readonly MigrationFinished[]): string[] {
  if (finished.length === 0) return ['No migration was applied.', ''];
  const rows = finished.slice(0, MAX_ROWS).map(({ name, direction, durationMs, rowsAffected }) => {
    const state = direction === 'up' ? 'applied' : 'rolled back';
    return `| ${escapeMarkdown(name)} | ${state} | ${formatDuration(durationMs)} | ${rowsAffected ?? ''} |`;
  });
  const rest = finished.length - rows.length;
  return [
    '| Migration | | Duration | Rows |',
    '|---|---|--:|--:|',
    ...rows,
    '',
    ...(rest > 0 ? [`and ${formatCount(rest, 'more migration')}`, ''] : []),
  ];
}

function describeFailure(failure: unknown): string[] {
  const error = errorObject(failure);
  const place = [error.file, error.line, error.column].filter((part) => part !== null).join(':');
  return [
    `**${escapeMarkdown(error.code)}**: ${escapeOwnMarkdown(error.message)}`,
    '',
    ...(place === '' ? [] : [`- at ${escapeMarkdown(place)}`]),
    ...(error.sqlstate === null ? [] : [`- SQLSTATE ${escapeMarkdown(error.sqlstate)}`]),
    ...(error.actionable === null ? [] : [`- next: ${escapeOwnMarkdown(error.actionable)}`]),
    '',
  ];
}
