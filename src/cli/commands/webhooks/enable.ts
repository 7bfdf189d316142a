import { enableDocument } from '../../../app/documents/endpoints.js';
import { requireEndpoint } from '../../../app/endpoints/require-endpoint.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { enabledView } from '../../../output/views/webhooks/stored-endpoint-view.js';
import type { CommandDefinition } from '../../command.js';
import type { CommandContext } from '../../run-command.js';
import { withDeliveries } from '../../with-deliveries.js';

/** `webhooks enable NAME` */
export const enable: CommandDefinition<FlagValues> = {
  scope: 'database',
  run: (context, flags, name) => switchOn(context, name ?? '', flags),
};

function switchOn(context: CommandContext, name: string, flags: FlagValues): Promise<number> {
  return withDeliveries(context, flags, async (outbox) => {
    await requireEndpoint(name, outbox);
    const switched = await outbox.enable(name);
    context.reporter.result({
      text: () => enabledView(name, switched),
      document: () => enableDocument(name, switched),
    });
    return EXIT.done;
  });
}
