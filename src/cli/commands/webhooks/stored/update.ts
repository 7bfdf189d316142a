import { changedDocument } from '../../../../app/documents/endpoints.js';
import { updateEndpoint } from '../../../../app/endpoints/stored/change/update-endpoint.js';
import { showRow } from '../../../../app/endpoints/stored/show-row.js';
import { ConfitureError, EXIT } from '../../../../errors.js';
import { updatedView } from '../../../../output/views/webhooks/stored-endpoint-view.js';
import type { CommandDefinition } from '../../../command.js';
import type { CommandContext } from '../../../run-command.js';
import { type EndpointFlags, partsOf, withEndpointFlags } from './endpoint-flags.js';
import { withEndpoints } from './with-endpoints.js';

interface UpdateFlags extends EndpointFlags {
  readonly url?: string;
  readonly removeHeader?: readonly string[];
}

/** `webhooks update NAME`: changes an endpoint of the database. */
export const update: CommandDefinition<UpdateFlags> = {
  scope: 'database',
  flags: (command) =>
    withEndpointFlags(
      command.option('--url <url>', 'where events are posted; what waits goes there too'),
    ).option('--remove-header <name...>', 'headers to take away'),
  run: (context, flags, name) => changeEndpoint(context, name ?? '', flags),
};

function changeEndpoint(context: CommandContext, name: string, flags: UpdateFlags): Promise<number> {
  const { headers, ...parts } = partsOf(flags);
  const removed = Object.fromEntries((flags.removeHeader ?? []).map((header) => [header, null]));
  const url = flags.url === undefined ? {} : { url: flags.url };
  const patch = { ...parts, ...url, headers: { ...headers, ...removed } };
  if (Object.keys(patch).length === 1 && Object.keys(patch.headers).length === 0)
    throw new ConfitureError('FLAG_INVALID', 'nothing is to be changed', {
      hint: 'Name what, for instance --url or --events; `confiture webhooks rotate` changes the secret.',
    });
  return withEndpoints(context, flags, async (manager) => {
    const row = await updateEndpoint(manager, { idOrName: name }, patch);
    const shown = await showRow(manager, row);
    context.reporter.result({
      text: () => updatedView(shown, flags.url !== undefined),
      document: () => changedDocument(shown),
    });
    return EXIT.done;
  });
}
