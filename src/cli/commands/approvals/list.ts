import { approvalsDocument } from '../../../app/documents/approvals.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { approvalsView } from '../../../output/views/approvals/approvals-view.js';
import type { CommandDefinition } from '../../command.js';
import { wholeNumber } from '../../whole-number.js';
import { withApprovals } from '../../with-approvals.js';
import { rowOf } from './approval-row.js';

interface ListFlags extends FlagValues {
  readonly limit: number;
}

/** `approvals list` */
export const list: CommandDefinition<ListFlags> = {
  scope: 'database',
  flags: (command) => command.option('--limit <count>', 'how many at most', wholeNumber(1, 1_000), 50),
  run: (context, flags) =>
    withApprovals(context, flags, async (approvals) => {
      const found = await approvals.list(flags.limit);
      context.reporter.result({
        text: (theme) => approvalsView(found.map(rowOf), theme),
        document: () => approvalsDocument(found),
      });
      return EXIT.done;
    }),
};
