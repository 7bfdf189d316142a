import type { StoredEndpoints } from '../../endpoints/stored/stored-endpoints.js';
import { ConfitureError } from '../../errors.js';
import type { EndpointStatus } from '../../outbox/log/list.js';
import { programNotice } from '../../output/reporters/warnings/program-notice.js';
import type { EndpointRow } from '../../output/views/webhooks/endpoints-view.js';
import { type OpenBuiltInHooks, withBuiltInHooks } from '../built-in-hooks.js';
import { openDeliveries } from '../deliveries.js';
import type { ProjectContext } from '../run/project-hooks.js';
import { sessionSourceOf } from '../sessions.js';
import type { Settings } from '../settings.js';
import { endpointRows } from './endpoint-row.js';

/** The endpoints of an environment with what the outbox knows of them. */
export interface ListedEndpoints {
  /** `status` is null where nothing was ever stored for the endpoint, or the state is not known. */
  readonly rows: readonly { readonly row: EndpointRow; readonly status: EndpointStatus | null }[];
  /** Endpoints that something waits for, and that are not here. */
  readonly elsewhere: readonly EndpointStatus[];
  /** False where the database could not be asked. */
  readonly isStateKnown: boolean;
}

interface ListContext extends Omit<ProjectContext, 'settings' | 'builtIn'> {
  /** Called before the database is connected to. */
  readonly onOpen: () => void;
}

/** For what sends nothing by itself. */
export const NO_HOOKS: OpenBuiltInHooks = async () => ({ hooks: [], close: async () => {} });

/** Lists the endpoints of settings and database. A database that cannot be asked is told as a warning. */
export async function listEndpoints(settings: Settings, context: ListContext): Promise<ListedEndpoints> {
  return withBuiltInHooks(NO_HOOKS, settings, async (builtIn) => {
    const statuses = await statusesOf(settings, { ...context, builtIn });
    return listed(settings, await builtIn.stored(), statuses);
  });
}

function listed(
  settings: Settings,
  stored: StoredEndpoints,
  statuses: readonly EndpointStatus[] | null,
): ListedEndpoints {
  const own = (statuses ?? []).filter(({ hook }) => hook === 'webhooks');
  const rows = endpointRows(settings.endpoints, stored).map((row) => {
    const status = own.find((found) => found.endpoint === row.name) ?? null;
    return { row, status };
  });
  const here = new Set(rows.map(({ row }) => row.name));
  const elsewhere = own.filter(({ endpoint, waiting }) => waiting > 0 && !here.has(endpoint));
  return { rows, elsewhere, isStateKnown: statuses !== null };
}

async function statusesOf(
  settings: Settings,
  { onOpen, reporter, ...context }: ListContext & Pick<ProjectContext, 'builtIn'>,
): Promise<readonly EndpointStatus[] | null> {
  try {
    onOpen();
    const sessions = sessionSourceOf(settings);
    const outbox = await openDeliveries({ ...context, settings, sessions, reporter });
    return await outbox.endpoints();
  } catch (error) {
    if (!ConfitureError.is(error)) throw error;
    reporter.warning(programNotice({ kind: 'endpoint-state-unknown', reason: error.message }));
    return null;
  }
}
