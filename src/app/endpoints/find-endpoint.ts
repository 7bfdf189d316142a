import type { Connection } from '../../database/connection.js';
import type { Endpoint } from '../../events/endpoint.js';
import { type EndpointSubscription, fixedEndpoints, joinedEndpoints } from '../../events/endpoint-source.js';
import { listConditions } from '../../outbox/log/endpoint-conditions.js';
import type { Scope } from '../../storage/scope.js';
import type { ProjectContext } from '../run/project-hooks.js';
import { refreshStored } from './stored/refresh.js';

/** An endpoint that is named by its id or name. */
export interface FoundEndpoint {
  readonly name: string;
  /** Null where it is neither configured here nor in the database: only the log knows it. */
  readonly subscription: EndpointSubscription | null;
  /** As it is sent to; null where it cannot be from here. */
  readonly endpoint: Endpoint | null;
}

/** Finds an endpoint of configuration, database or log; null where none of them has it. */
export async function findEndpoint(
  { settings, builtIn }: Pick<ProjectContext, 'settings' | 'builtIn'>,
  connection: Connection,
  scope: Scope,
  idOrName: string,
): Promise<FoundEndpoint | null> {
  const stored = await builtIn.stored();
  await refreshStored(stored, connection, scope);
  const here = joinedEndpoints(fixedEndpoints(settings.endpoints), stored);
  const subscription = here.list().find(({ id, name }) => id === idOrName || name === idOrName);
  if (subscription !== undefined) {
    const { name } = subscription;
    return { name, subscription, endpoint: await here.find(name) };
  }
  const [known] = await listConditions(connection, scope, 'webhooks', idOrName);
  return known === undefined ? null : { name: idOrName, subscription: null, endpoint: null };
}
