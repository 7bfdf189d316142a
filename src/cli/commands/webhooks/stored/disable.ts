import { disableDocument } from '../../../../app/documents/endpoints.js';
import { disableEndpoint } from '../../../../app/endpoints/stored/change/switch-endpoint.js';
import type { FlagValues } from '../../../../config/options/option-values.js';
import { EXIT } from '../../../../errors.js';
import { displayText } from '../../../../output/terminal/display-text.js';
import type { CommandDefinition } from '../../../command.js';
import type { CommandContext } from '../../../run-command.js';
import { withEndpoints } from './with-endpoints.js';

interface DisableFlags extends FlagValues {
  readonly reason?: string;
}

/** `webhooks disable NAME`: nothing is sent until `webhooks enable`; events are stored all the same. */
export const disable: CommandDefinition<DisableFlags> = {
  scope: 'database',
  flags: (command) =>
    command.option('--reason <text>', 'why; shown with the endpoint, and kept in the audit log'),
  run: (context, flags, name) => switchOff(context, name ?? '', flags),
};

function switchOff(context: CommandContext, name: string, flags: DisableFlags): Promise<number> {
  const { reason } = flags;
  return withEndpoints(context, flags, async (manager) => {
    const { changed } = await disableEndpoint(manager, { idOrName: name }, { reason });
    context.reporter.result({
      text: () =>
        changed ? `${displayText(name)} is switched off.` : `${displayText(name)} was switched off already.`,
      document: () => disableDocument(name, changed),
    });
    return EXIT.done;
  });
}
