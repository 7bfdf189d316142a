import { currentDocument } from '../../../app/documents/state.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { displayText } from '../../../output/terminal/display-text.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, withProject } from '../../run-command.js';

/** `migrate current` */
export const current: CommandDefinition<FlagValues> = { scope: 'database', run: tellCurrent };

function tellCurrent(context: CommandContext, flags: FlagValues): Promise<number> {
  return withProject(context, flags, async (project) => {
    const { current: row, fault } = await project.status();
    if (fault?.code === 'LEDGER_MISSING') throw fault;
    context.reporter.result({
      text: () => (row ? displayText(row.name) : 'Nothing has been applied.'),
      document: () => currentDocument(row),
    });
    return EXIT.done;
  });
}
