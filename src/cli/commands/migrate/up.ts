import { upDocument } from '../../../app/documents/run.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { planView } from '../../../output/views/plan-view.js';
import { runView } from '../../../output/views/result-view.js';
import { readPlanHash } from '../../../runner/plan/plan-hash.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, withProject } from '../../run-command.js';
import { wholeNumber } from '../../whole-number.js';
import { conclude, countOf, failedOf } from './run-outcome.js';

interface UpFlags extends FlagValues {
  readonly target?: string;
  readonly steps?: number;
  readonly strict?: boolean;
  readonly singleTransaction?: boolean;
  readonly dryRun?: boolean;
  readonly plan?: string;
}

/** `migrate up` */
export const up: CommandDefinition<UpFlags> = {
  scope: 'run',
  flags: (command) =>
    command
      .option('--dry-run', 'say what would be done, and do nothing')
      .option('-t, --target <version>', 'stop after this version')
      .option('-n, --steps <count>', 'apply at most this many', wholeNumber(1))
      .option('--plan <hash>', 'run this plan or none (exit 9: it is another one by now)')
      .option('--single-transaction', 'apply everything in one transaction, all or nothing')
      .option('--strict', 'refuse to run when files are missing or out of order'),
  run: applyPending,
};

async function applyPending(context: CommandContext, flags: UpFlags): Promise<number> {
  const { target, steps, plan, strict = false, dryRun = false, singleTransaction = false } = flags;
  const wanted = plan === undefined ? undefined : readPlanHash(plan);
  return withProject(context, flags, async (project) => {
    const result = await project.up({
      strict,
      dryRun,
      singleTransaction,
      ...(target !== undefined && { target }),
      ...(steps !== undefined && { steps }),
      ...(wanted !== undefined && { plan: wanted }),
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
