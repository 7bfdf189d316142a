import type { Settings } from '../config/settings.js';
import { type Deliveries, openDeliveries } from '../deliveries.js';
import { type CommandContext, type DatabaseOptions, readSettings } from './run-command.js';

/** Opens the outbox for `work` and closes what the built-in hooks opened. */
export async function withDeliveries(
  context: CommandContext,
  options: DatabaseOptions,
  work: (deliveries: Deliveries, settings: Settings) => Promise<number>,
): Promise<number> {
  const { world, reporter } = context;
  const settings = await readSettings(context, options);
  const builtIn = await world.builtInHooks(settings);
  try {
    const deliveries = await openDeliveries({
      settings,
      reporter,
      signal: world.signal,
      outboxHooks: builtIn.hooks,
      selfEntry: world.selfEntry,
    });
    return await work(deliveries, settings);
  } finally {
    await builtIn.close();
  }
}
