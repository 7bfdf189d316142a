import { downDocument, upDocument } from '../../../app/documents/run.js';
import type { Undelivered } from '../../../app/run-hooks.js';
import { type ErrorCode, EXIT } from '../../../errors.js';
import { planView } from '../../../output/views/plan-view.js';
import { type FailedMigration, runView } from '../../../output/views/result-view.js';
import type { DownLimits } from '../../../runner/plan/plan.js';
import type { RunFailure } from '../../../runner/run.js';
import { failureContext } from '../../failure-context.js';
import { type CommandContext, type DatabaseOptions, withProject } from '../../run-command.js';
import { stoppedCode } from '../../stopped-code.js';

export interface UpFlags extends DatabaseOptions {
  readonly target?: string;
  readonly steps?: number;
  readonly strict?: boolean;
  readonly singleTransaction?: boolean;
  readonly dryRun?: boolean;
}

export interface DownFlags extends DatabaseOptions {
  readonly steps?: number;
  readonly dryRun?: boolean;
}

/** `migrate up` */
export function up(context: CommandContext, flags: UpFlags): Promise<number> {
  const { target, steps, strict = false, dryRun = false, singleTransaction = false } = flags;
  return withProject(context, flags, async (project) => {
    const result = await project.up({
      strict,
      dryRun,
      singleTransaction,
      ...(target !== undefined && { target }),
      ...(steps !== undefined && { steps }),
    });
    context.reporter.result({
      text: (theme) =>
        dryRun
          ? planView({ direction: 'up', steps: result.steps, singleTransaction }, theme)
          : runView(
              {
                direction: 'up',
                command: 'confiture migrate up',
                done: result.applied.length,
                planned: result.steps.length,
                failed: failedOf(result.failure, result.steps),
                unknown: result.unknown.map(({ name }) => name),
                current: result.current?.name ?? null,
                durationMs: result.durationMs,
                undelivered: countOf(result, 'waiting'),
                givenUp: countOf(result, 'failed'),
              },
              theme,
            ),
      document: () => upDocument(result),
      error: result.failure?.error ?? null,
    });
    return conclude(context, result.failure);
  });
}

/** `migrate down` and `migrate down-to` */
export function down(context: CommandContext, limits: DownLimits, flags: DownFlags): Promise<number> {
  const { dryRun = false } = flags;
  return withProject(context, flags, async (project) => {
    const result = await project.down(limits, { dryRun });
    const steps = result.steps.map(({ file }) => ({ name: file.name, transactional: true }));
    context.reporter.result({
      text: (theme) =>
        dryRun
          ? planView({ direction: 'down', steps, singleTransaction: true }, theme)
          : runView(
              {
                direction: 'down',
                command: `confiture migrate ${downCommand(limits, result.rolledBack.length)}`,
                done: result.rolledBack.length,
                planned: steps.length,
                failed: failedOf(result.failure, steps),
                unknown: result.unknown.map(({ name }) => name),
                current: result.to?.name ?? null,
                durationMs: result.durationMs,
                undelivered: countOf(result, 'waiting'),
                givenUp: countOf(result, 'failed'),
              },
              theme,
            ),
      document: () => downDocument(result),
      error: result.failure?.error ?? null,
    });
    return conclude(context, result.failure);
  });
}

/** Failures that are not the file's: whether it took effect, or why it did not, is what the error says. */
const NOT_OF_THE_FILE: ReadonlySet<ErrorCode> = new Set([
  'CONNECT_LOST',
  'OUTCOME_UNKNOWN',
  'MIGRATION_VETOED',
]);

function failedOf(
  failure: RunFailure | null,
  steps: readonly { readonly name: string; readonly transactional: boolean }[],
): FailedMigration | null {
  const name = failure?.error.migration;
  if (name === undefined || NOT_OF_THE_FILE.has(failure?.error.code ?? 'INTERNAL')) return null;
  return {
    name,
    isOfFile: !isOfSurroundings(failure?.error.sqlstate),
    rolledBack: steps.find((step) => step.name === name)?.transactional ?? true,
  };
}

/** Locks, time-outs, privileges, resources, read-only sessions and the system: a file can do nothing about them. */
function isOfSurroundings(sqlstate = ''): boolean {
  return /^(55P03|40P01|40001|57014|42501|25006|53...|58...)$/.test(sqlstate);
}

/** What rolls back the rest. */
function downCommand(limits: DownLimits, done: number): string {
  if ('to' in limits) return `down-to ${limits.to}`;
  const rest = limits.steps - done;
  return rest > 1 ? `down --steps ${rest}` : 'down';
}

/** Draws the failure, with what only the person at the terminal may see, and gives its exit code. */
function conclude({ reporter, world }: CommandContext, failure: RunFailure | null): number {
  if (!failure) return stoppedCode(world.signal) ?? EXIT.done;
  const { error, source } = failure;
  reporter.failure(error, failureContext(error, source));
  return error.exitCode;
}

function countOf({ undelivered }: Undelivered, wanted: 'waiting' | 'failed'): number {
  return undelivered.filter(({ state }) => state === wanted).length;
}
