import { rekeyDocument } from '../../../app/documents/endpoints.js';
import { type RekeyResult, rekey as rekeyAll } from '../../../app/endpoints/stored/rekey.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { ConfitureError, EXIT } from '../../../errors.js';
import { rekeyedView } from '../../../output/views/webhooks/stored-endpoint-view.js';
import type { CommandDefinition } from '../../command.js';
import type { CommandContext } from '../../run-command.js';
import { withEndpoints } from '../webhooks/stored/with-endpoints.js';

/** `serve rekey`: seals the endpoints of the database with the new master key, while workers run. */
export const rekey: CommandDefinition<FlagValues> = { scope: 'database', run: rekeyEndpoints };

function rekeyEndpoints(context: CommandContext, flags: FlagValues): Promise<number> {
  return withEndpoints(context, flags, async (manager) => {
    const result = await rekeyAll(manager);
    const error = result.left.length === 0 ? null : stillLocked(result);
    context.reporter.result({
      text: () => rekeyedView(result),
      document: () => rekeyDocument(result),
      error,
    });
    return error?.exitCode ?? EXIT.done;
  });
}

function stillLocked({ left }: RekeyResult): ConfitureError {
  const names = left.map(({ name, keyId }) => `${name} (${keyId})`).join(', ');
  return new ConfitureError('ENDPOINT_LOCKED', `other master keys are still needed for ${names}`, {
    hint: 'Put them into CONFITURE_MASTER_KEY too, behind the new one, and run it again; where one is lost, remove its endpoints and make them again.',
  });
}
