import { endpointsDocument } from '../../../app/documents/endpoints.js';
import { listEndpoints } from '../../../app/endpoints/list-endpoints.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { elsewhereLines } from '../../../output/views/webhooks/backlog-view.js';
import { shortState } from '../../../output/views/webhooks/endpoint-state-text.js';
import { endpointsView } from '../../../output/views/webhooks/endpoints-view.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, readSettings } from '../../run-command.js';
import { sayDatabase } from '../../with-deliveries.js';

/**
 * `webhooks list`: the endpoints of this environment with their state. Where the database cannot be asked, the list
 * comes without it.
 */
export const list: CommandDefinition<FlagValues> = { scope: 'database', run: showEndpoints };

async function showEndpoints(context: CommandContext, flags: FlagValues): Promise<number> {
  const settings = await readSettings(context, flags);
  const { rows, elsewhere, isStateKnown } = await listEndpoints(settings, {
    ...context.processContext,
    reporter: context.reporter,
    onOpen: () => sayDatabase(context, settings),
  });
  context.reporter.result({
    text: (theme) =>
      [
        endpointsView(
          rows.map(({ row, status }) => ({
            ...row,
            state: isStateKnown ? shortState(status) : null,
          })),
          theme,
        ),
        ...elsewhereLines(elsewhere),
      ].join('\n'),
    document: () => endpointsDocument(rows, elsewhere),
  });
  return EXIT.done;
}
