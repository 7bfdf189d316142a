import { workerDocument } from '../../../app/documents/deliveries.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { programNotice } from '../../../output/reporters/warnings/program-notice.js';
import { sentCountsView } from '../../../output/views/webhooks/sent-counts-view.js';
import type { CommandDefinition } from '../../command.js';
import type { CommandContext } from '../../run-command.js';
import { withDeliveries } from '../../with-deliveries.js';

/** `worker`: sends until it is stopped. */
export const worker: CommandDefinition<FlagValues> = { scope: 'database', run: sendUntilStopped };

function sendUntilStopped(context: CommandContext, flags: FlagValues): Promise<number> {
  return withDeliveries(context, flags, async (deliveries) => {
    context.reporter.info(programNotice({ kind: 'worker-started' }));
    const counts = await deliveries.work();
    context.reporter.result({
      text: (theme) => sentCountsView(counts, theme),
      document: () => workerDocument(counts),
    });
    return EXIT.done;
  });
}
