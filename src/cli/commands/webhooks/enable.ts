import { enableDocument } from '../../../app/documents/endpoints.js';
import { requireEndpoint } from '../../../app/endpoints/require-endpoint.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { displayText } from '../../../output/terminal/display-text.js';
import type { CommandDefinition } from '../../command.js';
import type { CommandContext } from '../../run-command.js';
import { withDeliveries } from '../../with-deliveries.js';

/** `webhooks enable NAME` */
export const enable: CommandDefinition<FlagValues> = {
  scope: 'database',
  run: (context, flags, name) => switchOn(context, name ?? '', flags),
};

function switchOn(context: CommandContext, name: string, flags: FlagValues): Promise<number> {
  return withDeliveries(context, flags, async (outbox, settings) => {
    await requireEndpoint(name, outbox, settings);
    const enabled = await outbox.enable(name);
    context.reporter.result({
      text: () =>
        enabled ? `${displayText(name)} is switched on again.` : `${displayText(name)} was not switched off.`,
      document: () => enableDocument(name, enabled),
    });
    return EXIT.done;
  });
}
