import { sessionSourceOf } from '../../../../app/sessions.js';
import { openSteering, type Steering } from '../../../../app/steering/open-steering.js';
import type { FlagValues } from '../../../../config/options/option-values.js';
import { type CommandContext, readSettings } from '../../../run-command.js';
import { sayDatabase } from '../../../with-deliveries.js';

/** Opens the runs of the project for `work`, and says which database is asked. */
export async function withSteering(
  context: CommandContext,
  flags: FlagValues,
  work: (steering: Steering) => Promise<number>,
): Promise<number> {
  const settings = await readSettings(context, flags);
  const { reporter, processContext } = context;
  const sessions = sessionSourceOf(settings);
  sayDatabase(context, settings);
  return work(openSteering({ settings, sessions, reporter, signal: processContext.signal }));
}
