import { ConfitureError } from '../../errors.js';
import type { EndpointStatus } from '../../outbox/log/list.js';
import type { EndpointRow } from '../../output/views/webhooks/endpoints-view.js';
import { openDeliveries } from '../deliveries.js';
import type { ProjectContext } from '../run/project-hooks.js';
import { sessionSourceOf } from '../sessions.js';
import type { Settings } from '../settings.js';
import { endpointRow } from './endpoint-row.js';

/** The endpoints of an environment with what the outbox knows of them. */
export interface ListedEndpoints {
  /** `status` is null where nothing was ever stored for the endpoint, or the state is not known. */
  readonly rows: readonly { readonly row: EndpointRow; readonly status: EndpointStatus | null }[];
  /** Endpoints that something waits for, and that are not configured here. */
  readonly elsewhere: readonly EndpointStatus[];
  /** False where the database could not be asked. */
  readonly isStateKnown: boolean;
}

interface ListContext extends Omit<ProjectContext, 'settings' | 'outboxHooks'> {
  /** Called before the database is connected to. */
  readonly onOpen: () => void;
}

/** Lists the endpoints of the settings. A database that cannot be asked is told as a warning. */
export async function listEndpoints(settings: Settings, context: ListContext): Promise<ListedEndpoints> {
  const statuses = await statusesOf(settings, context);
  const own = (statuses ?? []).filter(({ hook }) => hook === 'webhooks');
  const rows = settings.endpoints.map((endpoint) => {
    const status = own.find((found) => found.endpoint === endpoint.name) ?? null;
    return { row: endpointRow(endpoint), status };
  });
  const here = new Set(settings.endpoints.map(({ name }) => name));
  const elsewhere = own.filter(({ endpoint, waiting }) => waiting > 0 && !here.has(endpoint));
  return { rows, elsewhere, isStateKnown: statuses !== null };
}

async function statusesOf(
  settings: Settings,
  { onOpen, reporter, ...context }: ListContext,
): Promise<readonly EndpointStatus[] | null> {
  try {
    onOpen();
    const sessions = sessionSourceOf(settings);
    const outbox = await openDeliveries({ ...context, settings, sessions, reporter, outboxHooks: [] });
    return await outbox.endpoints();
  } catch (error) {
    if (!ConfitureError.is(error)) throw error;
    reporter.warning(`the state of endpoints is not known: ${error.message}`);
    return null;
  }
}
