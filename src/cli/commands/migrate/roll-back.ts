import type { Command } from 'commander';
import { downDocument } from '../../../app/documents/run.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { planView } from '../../../output/views/plan-view.js';
import { runView } from '../../../output/views/result-view.js';
import type { DownLimits } from '../../../runner/plan/plan-down.js';
import { readPlanHash } from '../../../runner/plan/plan-hash.js';
import { type CommandContext, withProject } from '../../run-command.js';
import { conclude, countOf, failedOf } from './run-outcome.js';

export interface RollbackFlags extends FlagValues {
  readonly dryRun?: boolean;
  readonly plan?: string;
}

/** Undoes what `limits` name, all or nothing. */
export async function rollBack(
  context: CommandContext,
  limits: DownLimits,
  flags: RollbackFlags,
): Promise<number> {
  const { dryRun = false } = flags;
  const plan = flags.plan === undefined ? undefined : readPlanHash(flags.plan);
  return withProject(context, flags, async (project) => {
    const result = await project.down(limits, { dryRun, ...(plan !== undefined && { plan }) });
    const steps = result.steps.map(({ file, commits }) => ({
      name: file.name,
      transactional: true,
      commits,
    }));
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

/** What rolls back the rest. */
function downCommand(limits: DownLimits, done: number): string {
  if ('to' in limits) return `down-to ${limits.to}`;
  const rest = limits.steps - done;
  return rest > 1 ? `down --steps ${rest}` : 'down';
}

/** Flags of every rollback. */
export function rollbackFlags(command: Command): Command {
  return command
    .option('--dry-run', 'say what would be done, and do nothing')
    .option('--plan <hash>', 'run this plan or none (exit 9: it is another one by now)');
}
