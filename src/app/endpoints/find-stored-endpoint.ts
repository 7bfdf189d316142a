import { ConfitureError, EXIT } from '../../errors.js';
import type { Endpoint } from '../../events/endpoint.js';
import { withBuiltInHooks } from '../built-in-hooks.js';
import { openDeliveries } from '../deliveries.js';
import type { ProjectContext } from '../run/project-hooks.js';
import { sessionSourceOf } from '../sessions.js';
import type { Settings } from '../settings.js';
import { NO_HOOKS } from './list-endpoints.js';

/**
 * The endpoint of the database with this name or id, as it is sent to; null where there is none, or no database that
 * could be asked. @throws ENDPOINT_LOCKED
 */
export async function findStoredEndpoint(
  settings: Settings,
  context: Omit<ProjectContext, 'settings' | 'builtIn'>,
  name: string,
): Promise<Endpoint | null> {
  return withBuiltInHooks(NO_HOOKS, settings, async (builtIn) => {
    try {
      const sessions = sessionSourceOf(settings);
      const outbox = await openDeliveries({ ...context, settings, sessions, builtIn });
      await outbox.endpoints(name);
      const row = outbox.rows().find((each) => each.id !== null && (each.name === name || each.id === name));
      if (row === undefined) return null;
      if (row.locked !== null) throw locked(row.locked);
      return await outbox.endpoint(row.name);
    } catch (error) {
      if (ConfitureError.is(error) && isWithoutDatabase(error)) return null;
      throw error;
    }
  });
}

function isWithoutDatabase({ code, exitCode }: ConfitureError): boolean {
  return exitCode === EXIT.connection || code.startsWith('DATABASE_URL_');
}

function locked(sentence: string): ConfitureError {
  return new ConfitureError('ENDPOINT_LOCKED', sentence, {
    hint: 'Set CONFITURE_MASTER_KEY as it is where events are sent.',
  });
}
