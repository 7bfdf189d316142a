import { deliverDocument } from '../../../app/documents/deliveries.js';
import type { SendCounts } from '../../../app/send-due.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { ConfitureError, EXIT } from '../../../errors.js';
import { backlogLines } from '../../../output/views/webhooks/backlog-view.js';
import { sentCountsView } from '../../../output/views/webhooks/sent-counts-view.js';
import type { CommandDefinition } from '../../command.js';
import type { CommandContext } from '../../run-command.js';
import { stoppedCode } from '../../stopped-code.js';
import { withDeliveries } from '../../with-deliveries.js';

/** `webhooks deliver`: one pass. A delivery that is tried again later is no failure; exit 1 where a delivery was given up. */
export const deliver: CommandDefinition<FlagValues> = { scope: 'database', run: sendDue };

function sendDue(context: CommandContext, flags: FlagValues): Promise<number> {
  return withDeliveries(context, flags, async (deliveries) => {
    const result = await deliveries.deliver();
    const givenUp = result.failed > 0 ? deliveryFailed(result) : null;
    context.reporter.result({
      text: (theme) => [sentCountsView(result, theme), ...backlogLines(result.backlog)].join('\n'),
      document: () => deliverDocument(result),
      error: givenUp,
    });
    return stoppedCode(context.processContext.signal) ?? givenUp?.exitCode ?? EXIT.done;
  });
}

function deliveryFailed({ failed }: SendCounts): ConfitureError {
  const [count, verb] = failed === 1 ? ['a delivery', 'was'] : [`${failed} deliveries`, 'were'];
  return new ConfitureError('DELIVERY_FAILED', `${count} ${verb} given up`, {
    hint: '`confiture webhooks deliveries --state failed` says why; `webhooks retry` sends again what was given up.',
  });
}
