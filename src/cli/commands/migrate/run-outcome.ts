import type { Undelivered } from '../../../app/run/run-with-hooks.js';
import { type ErrorCode, EXIT } from '../../../errors.js';
import type { FailedMigration } from '../../../output/views/result-view.js';
import type { RunFailure } from '../../../runner/run-result.js';
import { failureContext } from '../../failure-context.js';
import type { CommandContext } from '../../run-command.js';
import { stoppedCode } from '../../stopped-code.js';

/** Failures that are not the file's: whether it took effect, or why it did not, is what the error says. */
const NOT_OF_THE_FILE: ReadonlySet<ErrorCode> = new Set([
  'CONNECT_LOST',
  'OUTCOME_UNKNOWN',
  'MIGRATION_VETOED',
  'VALIDATION_FAILED',
]);

/** The migration that failed, for the summary; null where the failure is not one of a file. */
export function failedOf(
  failure: RunFailure | null,
  steps: readonly { readonly name: string; readonly commits: FailedMigration['commits'] }[],
): FailedMigration | null {
  const name = failure?.error.migration;
  if (name === undefined || NOT_OF_THE_FILE.has(failure?.error.code ?? 'INTERNAL')) return null;
  return {
    name,
    isOfFile: !isOfEnvironment(failure?.error.sqlstate),
    commits: steps.find((step) => step.name === name)?.commits ?? 'whole',
  };
}

/** Locks, time-outs, privileges, resources, read-only sessions and the system: a file can do nothing about them. */
function isOfEnvironment(sqlstate = ''): boolean {
  return /^(55P03|40P01|40001|57014|42501|25006|53...|58...)$/.test(sqlstate);
}

/** Draws the failure, with what only the person at the terminal may see, and gives its exit code. */
export function conclude({ reporter, processContext }: CommandContext, failure: RunFailure | null): number {
  if (!failure) return stoppedCode(processContext.signal) ?? EXIT.done;
  const { error, source } = failure;
  reporter.failure(error, failureContext(error, source));
  return error.exitCode;
}

/** How many deliveries of the run are in a state. */
export function countOf({ undelivered }: Undelivered, wanted: 'waiting' | 'failed'): number {
  return undelivered.filter(({ state }) => state === wanted).length;
}
