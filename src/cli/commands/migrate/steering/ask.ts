import type { Command } from 'commander';
import { steeringDocument } from '../../../../app/documents/steering.js';
import type { FlagValues } from '../../../../config/options/option-values.js';
import { ConfitureError, EXIT } from '../../../../errors.js';
import { askedView } from '../../../../output/views/steering/asked-view.js';
import type { SteeringVerb } from '../../../../runner/lifecycle/steering/steering-requests.js';
import type { CommandContext } from '../../../run-command.js';
import { shownRun } from './shown-run.js';
import { withSteering } from './with-steering.js';

export interface AskFlags extends FlagValues {
  readonly reason?: string;
  readonly all?: boolean;
}

export function withReason(command: Command): Command {
  return command.option('--reason <text>', 'why; told in events, and shown with the run');
}

/** Asks one run, or all, and says what became of that. */
export function ask(
  context: CommandContext,
  verb: SteeringVerb,
  id: string | undefined,
  flags: AskFlags,
): Promise<number> {
  const { all = false, reason = null } = flags;
  if (all && id !== undefined) throw notBoth();
  return withSteering(context, flags, async (steering) => {
    const result =
      all && verb !== 'cancel'
        ? await steering.askAll(verb, reason)
        : await steering.ask(verb, id ?? null, reason);
    const { run, isRepeated } = result;
    context.reporter.result({
      text: (theme) => askedView({ verb, isRepeated, run: run && shownRun(run) }, theme),
      document: () => steeringDocument(result),
    });
    return EXIT.done;
  });
}

function notBoth(): ConfitureError {
  return new ConfitureError('FLAG_INVALID', '--all and a run were given', {
    hint: 'Name a run, or give --all for all of them.',
  });
}
