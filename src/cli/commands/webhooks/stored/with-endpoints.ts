import { withBuiltInHooks } from '../../../../app/built-in-hooks.js';
import type { ManageContext } from '../../../../app/endpoints/stored/manage-context.js';
import { withManager } from '../../../../app/endpoints/stored/open-manager.js';
import type { FlagValues } from '../../../../config/options/option-values.js';
import { type CommandContext, readSettings } from '../../../run-command.js';
import { sayDatabase } from '../../../with-deliveries.js';

/** Opens the endpoints of the database for `work`, and says which database that is. */
export async function withEndpoints(
  context: CommandContext,
  flags: FlagValues,
  work: (manager: ManageContext) => Promise<number>,
): Promise<number> {
  const { processContext, reporter } = context;
  const settings = await readSettings(context, flags);
  sayDatabase(context, settings);
  const { signal, selfEntry } = processContext;
  return withBuiltInHooks(processContext.builtInHooks, settings, (builtIn) => {
    return withManager({ settings, reporter, signal, builtIn, selfEntry }, work);
  });
}
