import type { Deliveries } from '../../../app/deliveries.js';
import { deliveryDocument } from '../../../app/documents/deliveries.js';
import { endpointDocument } from '../../../app/documents/endpoints.js';
import { attemptAdvice } from '../../../app/documents/log/attempt-advice.js';
import { deliveryBody } from '../../../app/endpoints/delivery-body.js';
import { requireEndpoint, unknownDelivery } from '../../../app/endpoints/require-endpoint.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { deliveryView } from '../../../output/views/webhooks/delivery-view.js';
import { endpointView } from '../../../output/views/webhooks/endpoints-view.js';
import type { CommandDefinition } from '../../command.js';
import type { CommandContext } from '../../run-command.js';
import { withDeliveries } from '../../with-deliveries.js';

/** `webhooks show DELIVERY|ENDPOINT` */
export const show: CommandDefinition<FlagValues> = {
  scope: 'database',
  run: (context, flags, name) => showNamed(context, name ?? '', flags),
};

function showNamed(context: CommandContext, name: string, flags: FlagValues): Promise<number> {
  return withDeliveries(context, flags, async (outbox) =>
    name.startsWith('dlv_') ? showDelivery(context, name, outbox) : showEndpoint(context, name, outbox),
  );
}

async function showDelivery(
  { processContext, reporter }: CommandContext,
  id: string,
  outbox: Deliveries,
): Promise<number> {
  const [delivery] = await outbox.list({ id, limit: 1 });
  if (!delivery) throw unknownDelivery(`there is no delivery ${id}`);
  const attempts = await outbox.attempts(id);
  const event = delivery.hook === 'webhooks' ? await outbox.event(id) : null;
  const endpoint = await outbox.endpoint(delivery.endpoint);
  const body = event && deliveryBody(event, endpoint, processContext.version);
  const advised = attempts.map((attempt) => ({ ...attempt, advice: attemptAdvice(attempt) }));
  const row = { ...delivery, reachable: outbox.canReach(delivery) };
  reporter.result({
    text: (theme) => deliveryView(row, advised, body, theme),
    document: () => deliveryDocument(row, attempts, body),
  });
  return EXIT.done;
}

async function showEndpoint({ reporter }: CommandContext, name: string, outbox: Deliveries): Promise<number> {
  const statuses = await requireEndpoint(name, outbox);
  const durations = await outbox.durations(statuses[0]?.endpoint ?? name);
  const row = outbox.rows().find((each) => each.name === name || each.id === name) ?? null;
  reporter.result({
    text: (theme) => endpointView(name, row, statuses, durations, theme),
    document: () => endpointDocument(name, row, statuses, durations),
  });
  return EXIT.done;
}
