import { baselineDocument } from '../../../app/documents/state.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { displayText } from '../../../output/terminal/display-text.js';
import { baselineView } from '../../../output/views/baseline-view.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, withProject } from '../../run-command.js';

interface BaselineFlags extends FlagValues {
  readonly target: string;
  readonly dryRun?: boolean;
}

/** `migrate baseline` */
export const baseline: CommandDefinition<BaselineFlags> = {
  scope: 'lock',
  flags: (command) =>
    command
      .requiredOption('-t, --target <version>', 'last version to mark')
      .option('--dry-run', 'say what would be marked'),
  run: markApplied,
};

function markApplied(context: CommandContext, flags: BaselineFlags): Promise<number> {
  const { target, dryRun = false } = flags;
  return withProject(context, flags, async (project) => {
    const result = await project.baseline({ target, dryRun });
    const marked = result.marked.map(({ name }) => name);
    context.reporter.result({
      text: () =>
        dryRun
          ? `Dry run: would mark ${marked.length} as applied${marked.length > 0 ? `: ${marked.map(displayText).join(', ')}` : ''}. Nothing was changed.`
          : baselineView({ marked: marked.length, current: result.current?.name ?? target }),
      document: () => baselineDocument(result),
    });
    return EXIT.done;
  });
}
