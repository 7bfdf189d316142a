import { describeDatabase } from '../../deliveries.js';
import { deliverDocument, workerDocument } from '../../documents/deliveries.js';
import { EXIT } from '../../errors.js';
import { present } from '../../output/present.js';
import { sentCountsView } from '../../output/sent-counts-view.js';
import type { CommandContext, DatabaseOptions } from '../run-command.js';
import { stoppedCode } from '../stopped-code.js';
import { withDeliveries } from '../with-deliveries.js';

/** `webhooks deliver`: one pass. What could not be delivered is no failure of the command: it stays in the outbox. */
export function deliver(context: CommandContext, flags: DatabaseOptions): Promise<number> {
  return withDeliveries(context, flags, async (deliveries) => {
    const result = await deliveries.deliver();
    context.reporter.result({
      text: (look) => [sentCountsView(result, look), ...elsewhereLines(result.elsewhere)].join('\n'),
      document: () => deliverDocument(result),
    });
    return stoppedCode(context.world.signal) ?? EXIT.done;
  });
}

/** `worker`: until it is stopped. */
export function worker(context: CommandContext, flags: DatabaseOptions): Promise<number> {
  return withDeliveries(context, flags, async (deliveries, settings) => {
    context.reporter.info(`Sending what is due from ${present(describeDatabase(settings))}  (Ctrl-C stops)`);
    const counts = await deliveries.work();
    context.reporter.result({
      text: (look) => sentCountsView(counts, look),
      document: () => workerDocument(counts),
    });
    return EXIT.done;
  });
}

function elsewhereLines(endpoints: readonly string[]): string[] {
  if (endpoints.length === 0) return [];
  const names = endpoints.map(present).join(', ');
  return [`Deliveries wait for endpoints that are not configured here: ${names}.`];
}
