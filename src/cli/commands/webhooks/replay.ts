import { Option } from 'commander';
import { replayAction } from '../../../app/bulk/bulk-action.js';
import { replayableTypes } from '../../../app/bulk/replayable-types.js';
import { replayDocument } from '../../../app/documents/deliveries.js';
import { unknownDelivery } from '../../../app/endpoints/require-endpoint.js';
import { FILTER_FIELDS, type FilterText } from '../../../app/lists/filter-fields.js';
import { writtenFilter } from '../../../app/lists/read-filter.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { replayedView } from '../../../output/views/webhooks/bulk-view.js';
import type { CommandDefinition } from '../../command.js';
import type { CommandContext } from '../../run-command.js';
import { withDeliveries } from '../../with-deliveries.js';
import { showBulk } from './selection/bulk-change.js';

type ReplayFilter = Pick<FilterText, 'type' | 'migration' | 'run' | 'since' | 'until'>;

interface ReplayFlags extends FlagValues, ReplayFilter {
  readonly dryRun?: boolean;
}

const FIELDS = ['type', 'migration', 'run', 'since', 'until'] as const;

/** `webhooks replay ENDPOINT`: events that are stored, to an endpoint that was not there when they happened. */
export const replay: CommandDefinition<ReplayFlags> = {
  scope: 'database',
  flags: (command) => {
    for (const field of FIELDS) {
      const { value, doc } = FILTER_FIELDS[field];
      command.addOption(new Option(`--${field} <${value}>`, doc.replace('settled, or waiting,', 'happened')));
    }
    return command.option('--dry-run', 'count them, and do nothing');
  },
  run: (context, flags, endpoint) => replayEvents(context, endpoint ?? '', flags),
};

function replayEvents(context: CommandContext, endpoint: string, flags: ReplayFlags): Promise<number> {
  const { type, migration, run, since, until } = flags;
  const text = writtenFilter({ type, migration, run, since, until });
  // Faults of the filter end here, before a database is opened.
  replayAction(endpoint, [], text, Date.now());
  return withDeliveries(context, flags, async (outbox) => {
    const subscription = await outbox.subscription(endpoint);
    if (subscription === null) throw unknownDelivery(`there is no endpoint ${endpoint}`);
    const { name } = subscription;
    const action = replayAction(name, replayableTypes(subscription), text, Date.now());
    return showBulk(context, outbox, action, flags.dryRun === true, (replayed) =>
      context.reporter.result({
        text: () => replayedView(name, replayed.length),
        document: () => replayDocument(name, replayed.length),
      }),
    );
  });
}
