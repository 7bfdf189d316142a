import type { Direction } from '../../run-events.js';
import { displayText } from '../terminal/display-text.js';
import type { Theme } from '../terminal/theme.js';
import { formatCount, formatDuration } from '../terminal/wording.js';

/** How a run of `up`, `down` or `down-to` ended. */
export interface RunOutcome {
  readonly direction: Direction;
  /** What goes on from where the run stopped, for instance `confiture migrate down-to 003`. */
  readonly command: string;
  /** Migrations that took effect in this run. */
  readonly done: number;
  /** Migrations the run set out to work on. */
  readonly planned: number;
  readonly failed: FailedMigration | null;
  /** Migrations of which it is not known whether they took effect; default none. */
  readonly unknown?: readonly string[];
  /** Name of the migration the database is at now; null before the first. */
  readonly current: string | null;
  readonly durationMs: number;
  /** Deliveries that are left in the outbox. */
  readonly undelivered: number;
  /** Deliveries that were given up; default 0. */
  readonly givenUp?: number;
}

export interface FailedMigration {
  readonly name: string;
  /** False where a lock, a privilege or the server kept it from running, and the file needs no mending. */
  readonly isOfFile: boolean;
  /** What of it is committed together: all, or one by one, so that what was before the failure stays. */
  readonly commits: 'whole' | 'statements' | 'phases';
}

/** The last lines of a run: what happened, where the database is, and what to do where something is left to do. */
export function runView(outcome: RunOutcome, theme: Theme): string {
  const { done, planned, failed } = outcome;
  const isComplete = failed === null && done >= planned;
  const lines = isComplete ? completeLines(outcome, theme) : incompleteLines(outcome, theme);
  return [...lines, ...undeliveredLines(outcome.undelivered), ...givenUpLines(outcome.givenUp ?? 0)].join(
    '\n',
  );
}

function completeLines({ direction, done, current, durationMs }: RunOutcome, theme: Theme): string[] {
  if (done === 0) return [nothingToDo(direction, current)];
  const verb = direction === 'up' ? 'Applied' : 'Rolled back';
  const sentence = `${verb} ${formatCount(done, 'migration')} in ${formatDuration(durationMs)}.`;
  return [`${theme.paint('good', sentence)} ${place(current)}`];
}

function nothingToDo(direction: Direction, current: string | null): string {
  if (current !== null) return `Nothing to do: the database is at ${displayText(current)}.`;
  return direction === 'up'
    ? 'Nothing to do: there are no migrations yet.'
    : 'Nothing to do: nothing has been applied.';
}

function incompleteLines(outcome: RunOutcome, theme: Theme): string[] {
  const { direction, done, planned, unknown = [], current } = outcome;
  const verb = direction === 'up' ? 'Applied' : 'Rolled back';
  const sentence = `${verb} ${done} of ${formatCount(planned, 'migration')}.`;
  if (unknown.length > 0) return [theme.paint('bad', sentence), ...whatIsUnknown(unknown)];
  const isPartly = current === null && outcome.failed !== null && outcome.failed.commits !== 'whole';
  const where = isPartly ? 'No migration is complete.' : place(current);
  return [`${theme.paint('bad', sentence)} ${where}`, ...whatFailed(outcome)];
}

function whatFailed({ failed, command, direction }: RunOutcome): string[] {
  if (failed === null) return [`Stopped before the rest; \`${command}\` goes on from here.`];
  const name = displayText(failed.name);
  const file = direction === 'up' ? 'its file' : 'its .down.sql file';
  const remedy = failed.isOfFile ? `Mend ${file}, then` : 'Its file needs no mending: settle the cause, then';
  if (failed.commits === 'whole')
    return [`Nothing of ${name} took effect. ${remedy} run \`${command}\` again.`];
  if (failed.commits === 'phases')
    return [
      `What phases and batches of ${name} had committed before stays.`,
      `${remedy} run \`${command}\` again: it goes on with the phase that is due.`,
    ];
  return [
    `Statements of ${name} before the one that failed took effect: it does not run in a transaction.`,
    `Mend what failed, then run \`${command}\` again: it goes on at that statement.`,
  ];
}

function whatIsUnknown(names: readonly string[]): string[] {
  return [
    `Not known whether they took effect: ${names.map((name) => displayText(name)).join(', ')}.`,
    'Once the database can be reached, `confiture migrate status` says.',
  ];
}

function place(current: string | null): string {
  return current === null
    ? 'The database is before its first migration.'
    : `The database is at ${displayText(current)}.`;
}

function undeliveredLines(undelivered: number): string[] {
  if (undelivered === 0) return [];
  const deliveries = formatCount(undelivered, 'webhook delivery', 'webhook deliveries');
  const [verb, object] = undelivered === 1 ? ['is', 'it'] : ['are', 'them'];
  return [
    `${deliveries} ${verb} still waiting: the next run sends ${object}, or \`confiture webhooks deliver\` now.`,
  ];
}

function givenUpLines(givenUp: number): string[] {
  if (givenUp === 0) return [];
  const deliveries = formatCount(givenUp, 'webhook delivery', 'webhook deliveries');
  const verb = givenUp === 1 ? 'was' : 'were';
  return [`${deliveries} ${verb} given up: \`confiture webhooks deliveries --state failed\` says why.`];
}
