import { removedDocument } from '../../../../app/documents/endpoints.js';
import { removeEndpoint } from '../../../../app/endpoints/stored/change/remove-endpoint.js';
import type { FlagValues } from '../../../../config/options/option-values.js';
import { EXIT } from '../../../../errors.js';
import { removedView } from '../../../../output/views/webhooks/stored-endpoint-view.js';
import type { CommandDefinition } from '../../../command.js';
import type { CommandContext } from '../../../run-command.js';
import { withEndpoints } from './with-endpoints.js';

interface RemoveFlags extends FlagValues {
  readonly force?: boolean;
}

/** `webhooks remove NAME`: takes an endpoint out of the database. */
export const remove: CommandDefinition<RemoveFlags> = {
  scope: 'database',
  flags: (command) =>
    command.option('--force', 'also where events wait for it: they are discarded, and stay in the log'),
  run: (context, flags, name) => removeNamed(context, name ?? '', flags),
};

function removeNamed(
  context: CommandContext,
  name: string,
  { force = false, ...flags }: RemoveFlags,
): Promise<number> {
  return withEndpoints(context, flags, async (manager) => {
    const { row, discarded } = await removeEndpoint(manager, { idOrName: name }, { force });
    context.reporter.result({
      text: () => removedView(row.name, discarded),
      document: () => removedDocument(row.id, row.name, discarded),
    });
    return EXIT.done;
  });
}
