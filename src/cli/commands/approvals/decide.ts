import { approvalDocument } from '../../../app/documents/approvals.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { ConfitureError, EXIT } from '../../../errors.js';
import { decidedView } from '../../../output/views/approvals/approval-view.js';
import type { Verb } from '../../../runner/lifecycle/approval/approval.js';
import type { CommandDefinition } from '../../command.js';
import { withApprovals } from '../../with-approvals.js';
import { rowOf } from './approval-row.js';

interface DecideFlags extends FlagValues {
  readonly comment?: string;
}

/** `approvals grant APPROVAL` */
export const grant = decision('grant');
/** `approvals deny APPROVAL` */
export const deny = decision('deny');
/** `approvals revoke APPROVAL` */
export const revoke = decision('revoke');

function decision(verb: Verb): CommandDefinition<DecideFlags> {
  return {
    scope: 'database',
    flags: (command) => command.option('--comment <text>', 'why; kept with the decision, and told in events'),
    run: async (context, flags, id = '') => {
      const comment = flags.comment?.trim() ?? '';
      if (verb === 'deny' && comment === '') throw commentMissing(id);
      return withApprovals(context, flags, async (approvals) => {
        const approval = await approvals.decide(id, verb, comment === '' ? null : comment);
        context.reporter.result({
          text: () => decidedView(rowOf(approval)),
          document: () => approvalDocument(approval),
        });
        return EXIT.done;
      });
    },
  };
}

function commentMissing(id: string): ConfitureError {
  return new ConfitureError('FLAG_INVALID', 'a denial needs a --comment', {
    hint: `Say why, for who asked: confiture approvals deny ${id} --comment TEXT`,
  });
}
