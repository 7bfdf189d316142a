import { secretDocument } from '../../../../app/documents/endpoints.js';
import { createEndpoint } from '../../../../app/endpoints/stored/change/create-endpoint.js';
import { showRow } from '../../../../app/endpoints/stored/show-row.js';
import { EXIT } from '../../../../errors.js';
import { addedView } from '../../../../output/views/webhooks/stored-endpoint-view.js';
import type { CommandDefinition } from '../../../command.js';
import type { CommandContext } from '../../../run-command.js';
import { type EndpointFlags, partsOf, withEndpointFlags } from './endpoint-flags.js';
import { readSecret } from './read-secret.js';
import { withEndpoints } from './with-endpoints.js';

interface AddFlags extends EndpointFlags {
  readonly name?: string;
  readonly secretStdin?: boolean;
}

/** `webhooks add URL`: makes an endpoint in the database, which any worker with the master key sends to. */
export const add: CommandDefinition<AddFlags> = {
  scope: 'database',
  flags: (command) =>
    withEndpointFlags(
      command.option('--name <name>', 'name of the endpoint (default: made of the host)'),
    ).option('--secret-stdin', 'read the signing secret from standard input (default: a new one)'),
  run: (context, flags, url) => addEndpoint(context, url ?? '', flags),
};

function addEndpoint(context: CommandContext, url: string, flags: AddFlags): Promise<number> {
  return withEndpoints(context, flags, async (manager) => {
    const given = flags.secretStdin ? { secret: await readSecret(context.processContext) } : {};
    const name = flags.name === undefined ? {} : { name: flags.name };
    const { row, secret } = await createEndpoint(manager, { url, ...name, ...given, ...partsOf(flags) });
    const shown = await showRow(manager, row);
    context.reporter.result({
      text: () => addedView(shown, secret),
      document: () => secretDocument(shown, secret),
    });
    return EXIT.done;
  });
}
