import { deliveriesDocument } from '../../../app/documents/deliveries.js';
import { requireEndpoint } from '../../../app/endpoints/require-endpoint.js';
import type { FilterText } from '../../../app/lists/filter-fields.js';
import { readFilter } from '../../../app/lists/read-filter.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { deliveryStates } from '../../../outbox/log/delivery-filter.js';
import { deliveriesView } from '../../../output/views/webhooks/deliveries-view.js';
import type { CommandDefinition } from '../../command.js';
import type { CommandContext } from '../../run-command.js';
import { wholeNumber } from '../../whole-number.js';
import { withDeliveries } from '../../with-deliveries.js';
import { withDeliveryFilter } from './selection/delivery-filter.js';

interface DeliveriesFlags extends FlagValues, FilterText {
  readonly limit: number;
}

/** `webhooks deliveries` */
export const deliveries: CommandDefinition<DeliveriesFlags> = {
  scope: 'database',
  flags: (command) =>
    withDeliveryFilter(command, deliveryStates).option(
      '--limit <count>',
      'how many at most',
      wholeNumber(1, 10_000),
      50,
    ),
  run: listDeliveries,
};

function listDeliveries(context: CommandContext, flags: DeliveriesFlags): Promise<number> {
  const filter = readFilter(flags, Date.now());
  return withDeliveries(context, flags, async (outbox) => {
    if (filter.endpoint !== undefined) await requireEndpoint(filter.endpoint, outbox);
    const found = await outbox.list({ ...filter, limit: flags.limit });
    const rows = found.map((delivery) => ({ ...delivery, reachable: outbox.canReach(delivery) }));
    context.reporter.result({
      text: (theme) => deliveriesView(rows, theme),
      document: () => deliveriesDocument(rows),
    });
    return EXIT.done;
  });
}
