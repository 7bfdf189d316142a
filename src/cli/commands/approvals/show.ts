import { approvalDocument } from '../../../app/documents/approvals.js';
import { EXIT } from '../../../errors.js';
import { approvalView } from '../../../output/views/approvals/approval-view.js';
import type { CommandDefinition } from '../../command.js';
import { withApprovals } from '../../with-approvals.js';
import { rowOf } from './approval-row.js';

/** `approvals show APPROVAL` */
export const show: CommandDefinition = {
  scope: 'database',
  run: (context, flags, id = '') =>
    withApprovals(context, flags, async (approvals) => {
      const approval = await approvals.show(id);
      context.reporter.result({
        text: (theme) => approvalView(rowOf(approval), theme),
        document: () => approvalDocument(approval),
      });
      return EXIT.done;
    }),
};
