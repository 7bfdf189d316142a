import { tokensDocument } from '../../../../app/documents/tokens.js';
import { EXIT } from '../../../../errors.js';
import { tokensView } from '../../../../output/views/tokens/tokens-view.js';
import type { CommandDefinition } from '../../../command.js';
import { withTokens } from './with-tokens.js';

/** `serve token list` */
export const list: CommandDefinition = {
  scope: 'database',
  run: (context, flags) =>
    withTokens(context, flags, async (tokens) => {
      const found = await tokens.list();
      context.reporter.result({
        text: (theme) => tokensView(found, theme),
        document: () => tokensDocument(found),
      });
      return EXIT.done;
    }),
};
