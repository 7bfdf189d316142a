import { openDeliveries } from '../../../app/deliveries.js';
import { endpointsDocument } from '../../../app/documents/endpoints.js';
import { sessionSourceOf } from '../../../app/sessions.js';
import type { Settings } from '../../../app/settings.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { ConfitureError, EXIT } from '../../../errors.js';
import type { EndpointStatus } from '../../../outbox/log/list.js';
import { displayText } from '../../../output/terminal/display-text.js';
import { shortState } from '../../../output/views/webhooks/endpoint-state-text.js';
import { endpointsView } from '../../../output/views/webhooks/endpoints-view.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, readSettings } from '../../run-command.js';
import { sayDatabase } from '../../with-deliveries.js';
import { endpointRow } from './endpoint-row.js';

/**
 * `webhooks list`: the endpoints of this environment with their state. Where the database cannot be asked, the list
 * comes without it.
 */
export const list: CommandDefinition<FlagValues> = { scope: 'database', run: listEndpoints };

async function listEndpoints(context: CommandContext, flags: FlagValues): Promise<number> {
  const settings = await readSettings(context, flags);
  const statuses = await statusesOf(context, settings);
  const rows = settings.endpoints.map((endpoint) => {
    const status = statuses?.find((found) => found.hook === 'webhooks' && found.endpoint === endpoint.name);
    return { row: endpointRow(endpoint), status: status ?? null };
  });
  const elsewhere = unconfigured(statuses ?? [], settings);
  context.reporter.result({
    text: (theme) =>
      [
        endpointsView(
          rows.map(({ row, status }) => ({ ...row, state: statuses && shortState(status) })),
          theme,
        ),
        ...elsewhereLines(elsewhere),
      ].join('\n'),
    document: () => endpointsDocument(rows, elsewhere),
  });
  return EXIT.done;
}

/** Null where the database cannot be asked, which is told as a warning. */
async function statusesOf(
  context: CommandContext,
  settings: Settings,
): Promise<readonly EndpointStatus[] | null> {
  const { processContext, reporter } = context;
  try {
    sayDatabase(context, settings);
    const { signal, selfEntry } = processContext;
    const outbox = await openDeliveries({
      settings,
      sessions: sessionSourceOf(settings),
      reporter,
      signal,
      selfEntry,
      outboxHooks: [],
    });
    return await outbox.endpoints();
  } catch (error) {
    if (!ConfitureError.is(error)) throw error;
    reporter.warning(`the state of endpoints is not known: ${error.message}`);
    return null;
  }
}

/** Endpoints that something waits for, and that are not here. */
function unconfigured(
  statuses: readonly EndpointStatus[],
  { endpoints }: Settings,
): readonly EndpointStatus[] {
  const here = new Set(endpoints.map(({ name }) => name));
  return statuses.filter(({ hook, endpoint, waiting }) => {
    return hook === 'webhooks' && waiting > 0 && !here.has(endpoint);
  });
}

function elsewhereLines(statuses: readonly EndpointStatus[]): string[] {
  if (statuses.length === 0) return [];
  const names = statuses.map(({ endpoint, waiting }) => `${displayText(endpoint)} (${waiting})`).join(', ');
  return [`Deliveries wait for endpoints that are not configured here: ${names}.`];
}
