import { planDocument } from '../../../app/documents/plan.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { planMarkdown } from '../../../output/views/plan/plan-markdown.js';
import { planText } from '../../../output/views/plan/plan-text.js';
import type { PlanRequest } from '../../../runner/plan/read-plan.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, withProject } from '../../run-command.js';
import { wholeNumber } from '../../whole-number.js';

interface PlanFlags extends FlagValues {
  readonly target?: string;
  readonly steps?: number;
  readonly strict?: boolean;
  readonly down?: boolean;
  readonly downTo?: string;
}

/** `migrate plan`: what `up`, `down` or `down-to` with the same limits would do. Exit 0 whatever the plan holds. */
export const plan: CommandDefinition<PlanFlags> = {
  scope: 'database',
  hasMarkdown: true,
  flags: (command) =>
    command
      .option('-t, --target <version>', 'plan up to this version')
      .option('-n, --steps <count>', 'plan at most this many', wholeNumber(1))
      .option('--strict', 'refuse to plan when files are missing or out of order')
      .option('--down', 'plan `migrate down` (--steps: default 1)')
      .option('--down-to <version>', 'plan `migrate down-to`'),
  run: tellPlan,
};

function tellPlan(context: CommandContext, flags: PlanFlags): Promise<number> {
  return withProject(context, flags, async (project) => {
    const result = await project.plan(requestOf(flags));
    const shown = { ...result, command: commandOf(flags) };
    context.reporter.result({
      text: (theme) => planText(shown, theme),
      markdown: () => planMarkdown(shown),
      document: () => planDocument(result),
    });
    return EXIT.done;
  });
}

function requestOf({ target, steps, strict = false, down = false, downTo }: PlanFlags): PlanRequest {
  if (downTo !== undefined) return { direction: 'down', limits: { to: downTo } };
  if (down) return { direction: 'down', limits: { steps: steps ?? 1 } };
  const limits = { strict, ...(target !== undefined && { target }), ...(steps !== undefined && { steps }) };
  return { direction: 'up', limits };
}

/** The command that runs the plan, without its hash. */
function commandOf({ target, steps, down = false, downTo }: PlanFlags): string {
  const count = steps === undefined ? '' : ` --steps ${steps}`;
  if (downTo !== undefined) return `confiture migrate down-to ${downTo}`;
  if (down) return `confiture migrate down${count}`;
  return `confiture migrate up${target === undefined ? '' : ` --target ${target}`}${count}`;
}
