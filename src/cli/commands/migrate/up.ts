import { Option } from 'commander';
import { upDocument } from '../../../app/documents/run.js';
import { sessionSourceOf } from '../../../app/sessions.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { type ConfitureError, EXIT } from '../../../errors.js';
import { planView } from '../../../output/views/plan-view.js';
import { runView } from '../../../output/views/result-view.js';
import type { ClaimedRun } from '../../../runner/lifecycle/run-queue/claim-run.js';
import { readPlanHash } from '../../../runner/plan/plan-hash.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, settingsOf, withProject } from '../../run-command.js';
import { wholeNumber } from '../../whole-number.js';
import { conclude, countOf, failedOf } from './run-outcome.js';

interface UpFlags extends FlagValues {
  readonly target?: string;
  readonly steps?: number;
  readonly strict?: boolean;
  readonly singleTransaction?: boolean;
  readonly dryRun?: boolean;
  readonly plan?: string;
  readonly queuedRun?: string;
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
      .addOption(new Option('--queued-run <run>', 'the run that the API was asked for').hideHelp())
      .option('--single-transaction', 'apply everything in one transaction, all or nothing')
      .option('--strict', 'refuse to run when files are missing or out of order'),
  run: (context, flags) =>
    flags.queuedRun === undefined
      ? applyPending(context, flags)
      : applyQueued(context, flags, flags.queuedRun),
};

/** The process that `serve` starts for a run: it acts in the name of the caller of the API. */
async function applyQueued(context: CommandContext, flags: UpFlags, id: string): Promise<number> {
  const { withQueuedRun } = await import('../../../app/run/queued-run.js');
  const sessions = sessionSourceOf(await settingsOf(context, flags));
  let exitCode = EXIT.done as number;
  await withQueuedRun(sessions, context.processContext.signal, id, async (run) => {
    let failure: ConfitureError | null = null;
    exitCode = await applyPending(context, flags, run, (error) => {
      failure = error;
    });
    return failure;
  });
  return exitCode;
}

async function applyPending(
  context: CommandContext,
  flags: UpFlags,
  queuedRun: ClaimedRun | null = null,
  onFailure: (error: ConfitureError) => void = () => {},
): Promise<number> {
  const { target, steps, plan, strict = false, dryRun = false, singleTransaction = false } = flags;
  const wanted = plan === undefined ? undefined : readPlanHash(plan);
  return withProject(
    context,
    flags,
    async (project) => {
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
      if (result.failure !== null) onFailure(result.failure.error);
      return conclude(context, result.failure);
    },
    queuedRun,
  );
}
