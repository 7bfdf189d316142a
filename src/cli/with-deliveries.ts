import { withBuiltInHooks } from '../app/built-in-hooks.js';
import { type Deliveries, openDeliveries } from '../app/deliveries.js';
import { sessionSourceOf } from '../app/sessions.js';
import type { Settings } from '../app/settings.js';
import { requireDatabase } from '../config/database-target.js';
import type { FlagValues } from '../config/options/option-values.js';
import { describeTarget } from '../database/connect.js';
import { isUnmade } from '../database/embedded/embedded-presence.js';
import { type CommandContext, readSettings } from './run-command.js';

/** Opens the outbox for `work`, says which database that is, and closes what the built-in hooks opened. */
export async function withDeliveries(
  context: CommandContext,
  options: FlagValues,
  work: (deliveries: Deliveries, settings: Settings) => Promise<number>,
): Promise<number> {
  const { processContext, reporter } = context;
  const settings = await readSettings(context, options);
  const { signal, selfEntry } = processContext;
  const sessions = sessionSourceOf(settings);
  return withBuiltInHooks(processContext.builtInHooks, settings, async (builtIn) => {
    const deliveries = await openDeliveries({
      settings,
      sessions,
      reporter,
      signal,
      builtIn,
      selfEntry,
    });
    sayDatabase(context, settings);
    return work(deliveries, settings);
  });
}

/** Said before it is connected to: where that takes long, or fails, a person sees which database is asked. */
export function sayDatabase({ processContext, reporter }: CommandContext, settings: Settings): void {
  const target = requireDatabase(settings);
  const { host, database } = describeTarget(target);
  reporter.emit({
    type: 'run.opened',
    version: processContext.version,
    environment: settings.environment,
    database: { host, name: database },
    source: target.source,
    embedded: target.kind === 'embedded',
    unmade: isUnmade(target),
  });
}
