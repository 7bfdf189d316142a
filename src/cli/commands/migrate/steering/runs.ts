import { runDocument, runsDocument } from '../../../../app/documents/steering.js';
import type { FlagValues } from '../../../../config/options/option-values.js';
import { ConfitureError, EXIT } from '../../../../errors.js';
import { runLine, runView } from '../../../../output/views/steering/run-view.js';
import { runsView } from '../../../../output/views/steering/runs-view.js';
import type { CommandDefinition } from '../../../command.js';
import type { CommandContext } from '../../../run-command.js';
import { wholeNumber } from '../../../whole-number.js';
import { shownRun } from './shown-run.js';
import { withSteering } from './with-steering.js';

interface RunsFlags extends FlagValues {
  readonly watch?: boolean;
  readonly limit?: number;
}

/** `migrate runs`, and `migrate runs RUN`. */
export const runs: CommandDefinition<RunsFlags> = {
  scope: 'database',
  flags: (command) =>
    command
      .option('--watch', 'follow one run until it has ended')
      .option('--limit <count>', 'list at most this many (default: 20)', wholeNumber(1, 1000)),
  run: (context, flags, id) => (id === undefined ? list(context, flags) : show(context, id, flags)),
};

function list(context: CommandContext, flags: RunsFlags): Promise<number> {
  if (flags.watch) throw needsRun();
  return withSteering(context, flags, async (steering) => {
    const found = await steering.list(flags.limit ?? 20);
    context.reporter.result({
      text: (theme) => runsView(found.map(shownRun), theme),
      document: () => runsDocument(found),
    });
    return EXIT.done;
  });
}

function show(context: CommandContext, id: string, flags: RunsFlags): Promise<number> {
  return withSteering(context, flags, async (steering) => {
    let said = '';
    const run = flags.watch
      ? await steering.follow(id, (run) => {
          const line = runLine(shownRun(run));
          if (line !== said) context.reporter.info(line);
          said = line;
        })
      : await steering.show(id);
    context.reporter.result({
      text: (theme) => runView(shownRun(run), theme),
      document: () => runDocument(run),
    });
    return EXIT.done;
  });
}

function needsRun(): ConfitureError {
  return new ConfitureError('FLAG_INVALID', '--watch follows one run', {
    hint: 'Name it: `confiture migrate runs RUN --watch`.',
  });
}
