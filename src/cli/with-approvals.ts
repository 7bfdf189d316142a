import { withBuiltInHooks } from '../app/built-in-hooks.js';
import { type Approvals, openApprovals } from '../app/lifecycle/approvals.js';
import { sessionSourceOf } from '../app/sessions.js';
import type { FlagValues } from '../config/options/option-values.js';
import { type CommandContext, readSettings } from './run-command.js';
import { sayDatabase } from './with-deliveries.js';

/** Opens the requests for approval for `work`, and says which database that is. */
export async function withApprovals(
  context: CommandContext,
  flags: FlagValues,
  work: (approvals: Approvals) => Promise<number>,
): Promise<number> {
  const { processContext, reporter } = context;
  const settings = await readSettings(context, flags);
  const { signal, selfEntry } = processContext;
  const sessions = sessionSourceOf(settings);
  return withBuiltInHooks(processContext.builtInHooks, settings, (builtIn) => {
    sayDatabase(context, settings);
    return work(openApprovals({ settings, sessions, reporter, signal, builtIn, selfEntry }));
  });
}
