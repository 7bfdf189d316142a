import { tokenDocument } from '../../../../app/documents/tokens.js';
import { EXIT } from '../../../../errors.js';
import { tokenRevokedView } from '../../../../output/views/tokens/tokens-view.js';
import type { CommandDefinition } from '../../../command.js';
import { withTokens } from './with-tokens.js';

/** `serve token revoke TOKEN` */
export const revoke: CommandDefinition = {
  scope: 'database',
  run: (context, flags, idOrName = '') =>
    withTokens(context, flags, async (tokens) => {
      const token = await tokens.revoke(idOrName);
      context.reporter.result({
        text: () => tokenRevokedView(token),
        document: () => tokenDocument(token),
      });
      return EXIT.done;
    }),
};
