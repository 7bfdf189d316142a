import { Option } from 'commander';
import { deliveriesDocument } from '../../../app/documents/deliveries.js';
import { requireEndpoint } from '../../../app/endpoints/require-endpoint.js';
import type { FilterText } from '../../../app/lists/filter-fields.js';
import { readPage } from '../../../app/lists/page.js';
import { readFilter } from '../../../app/lists/read-filter.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { deliveryStates } from '../../../outbox/log/delivery-filter.js';
import { deliveryKey } from '../../../outbox/log/list.js';
import { deliveriesView } from '../../../output/views/webhooks/deliveries-view.js';
import type { ListOrder } from '../../../storage/keyset.js';
import type { CommandDefinition } from '../../command.js';
import type { CommandContext } from '../../run-command.js';
import { wholeNumber } from '../../whole-number.js';
import { withDeliveries } from '../../with-deliveries.js';
import { withDeliveryFilter } from './selection/delivery-filter.js';

interface DeliveriesFlags extends FlagValues, FilterText {
  readonly limit: number;
  readonly cursor?: string;
  readonly order: ListOrder;
}

/** `webhooks deliveries` */
export const deliveries: CommandDefinition<DeliveriesFlags> = {
  scope: 'database',
  flags: (command) =>
    withDeliveryFilter(command, deliveryStates)
      .option('--limit <count>', 'how many at most', wholeNumber(1, 10_000), 50)
      .addOption(
        new Option('--order <order>', 'newest (desc) or oldest (asc) first')
          .choices(['desc', 'asc'])
          .default('desc'),
      )
      .option('--cursor <cursor>', 'next_cursor or prev_cursor of a page before'),
  run: listDeliveries,
};

function listDeliveries(context: CommandContext, flags: DeliveriesFlags): Promise<number> {
  const filter = readFilter(flags, Date.now());
  const { limit, order, cursor } = flags;
  return withDeliveries(context, flags, async (outbox) => {
    if (filter.endpoint !== undefined) await requireEndpoint(filter.endpoint, outbox);
    const page = await readPage(
      {
        list: 'deliveries',
        read: (keyset) => outbox.list({ ...filter, ...keyset }),
        keyOf: deliveryKey,
      },
      { limit, order, ...(cursor !== undefined && { cursor }) },
    );
    const data = page.data.map((delivery) => ({ ...delivery, reachable: outbox.canReach(delivery) }));
    context.reporter.result({
      text: (theme) => [deliveriesView(data, theme), ...nextPage(page.nextCursor)].join('\n'),
      document: () => deliveriesDocument({ ...page, data }),
    });
    return EXIT.done;
  });
}

function nextPage(cursor: string | null): string[] {
  return cursor === null ? [] : [`There are more: --cursor ${cursor}`];
}
