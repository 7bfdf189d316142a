import type { Settings } from '../../config/settings.js';
import type { Deliveries } from '../../deliveries.js';
import { deliveryDocument } from '../../documents/deliveries.js';
import { endpointDocument, endpointsDocument } from '../../documents/endpoints.js';
import { EXIT } from '../../errors.js';
import type { Endpoint } from '../../events/endpoint.js';
import { deliveryView } from '../../output/delivery-view.js';
import { type EndpointRow, endpointsView, endpointView } from '../../output/endpoints-view.js';
import type { CommonOptions } from '../common-options.js';
import { requireEndpoint, unknownDelivery } from '../require-endpoint.js';
import { type CommandContext, type DatabaseOptions, readSettings } from '../run-command.js';
import { withDeliveries } from '../with-deliveries.js';

/** `webhooks list`: the endpoints of this environment. Opens no database. */
export async function list(context: CommandContext, flags: CommonOptions): Promise<number> {
  const { endpoints } = await readSettings(context, flags);
  const rows = endpoints.map(endpointRow);
  context.reporter.result({
    text: (look) => endpointsView(rows, look),
    document: () => endpointsDocument(rows),
  });
  return EXIT.done;
}

/** `webhooks show DELIVERY|ENDPOINT` */
export function show(context: CommandContext, name: string, flags: DatabaseOptions): Promise<number> {
  return withDeliveries(context, flags, async (outbox, settings) =>
    name.startsWith('dlv_')
      ? showDelivery(context, name, outbox)
      : showEndpoint(context, name, outbox, settings),
  );
}

async function showDelivery({ reporter }: CommandContext, id: string, outbox: Deliveries): Promise<number> {
  const [delivery] = await outbox.list({ id, limit: 1 });
  if (!delivery) throw unknownDelivery(`there is no delivery ${id}`);
  const attempts = await outbox.attempts(id);
  const row = { ...delivery, reachable: outbox.canReach(delivery) };
  reporter.result({
    text: (look) => deliveryView(row, attempts, look),
    document: () => deliveryDocument(row, attempts),
  });
  return EXIT.done;
}

async function showEndpoint(
  { reporter }: CommandContext,
  name: string,
  outbox: Deliveries,
  settings: Settings,
): Promise<number> {
  const statuses = await requireEndpoint(name, outbox, settings);
  const configured = settings.endpoints.find((endpoint) => endpoint.name === name);
  const row = configured ? endpointRow(configured) : null;
  reporter.result({
    text: (look) => endpointView(name, row, statuses, look),
    document: () => endpointDocument(name, row, statuses),
  });
  return EXIT.done;
}

/** Only the host of the URL is shown: path and query of webhook URLs are often secrets. */
function endpointRow({ name, source, url, events, format, secrets }: Endpoint): EndpointRow {
  return {
    name,
    source,
    host: URL.canParse(url) ? new URL(url).host : null,
    format: typeof format === 'string' ? format : 'function',
    events,
    signed: secrets.length > 0,
  };
}
