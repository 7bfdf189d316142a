import { Option } from 'commander';
import { tokenMadeDocument } from '../../../../app/documents/tokens.js';
import { DEFAULT_EXPIRY_DAYS } from '../../../../app/tokens/make-token.js';
import type { FlagValues } from '../../../../config/options/option-values.js';
import { ConfitureError, EXIT } from '../../../../errors.js';
import { tokenMadeView } from '../../../../output/views/tokens/tokens-view.js';
import { tokenNameFault } from '../../../../storage/tokens/token-name.js';
import { type TokenScope, tokenScopes } from '../../../../storage/tokens/token-scope.js';
import type { CommandDefinition } from '../../../command.js';
import { wholeNumber } from '../../../whole-number.js';
import { withTokens } from './with-tokens.js';

interface CreateFlags extends FlagValues {
  readonly scope: readonly TokenScope[];
  /** Days; 0 for none. */
  readonly expiresIn: number;
}

/** `serve token create NAME` */
export const create: CommandDefinition<CreateFlags> = {
  scope: 'database',
  flags: (command) =>
    command
      .addOption(
        new Option(
          '--scope <scope...>',
          'what it may do: look, change endpoints and tokens, steer runs and deliveries, decide on approvals, write migration files',
        )
          .choices(tokenScopes)
          .default(['read'], 'read'),
      )
      .option(
        '--expires-in <days>',
        'days until it expires; 0 = never',
        wholeNumber(0, 3_650),
        DEFAULT_EXPIRY_DAYS,
      ),
  run: async (context, flags, name = '') => {
    const fault = tokenNameFault(name);
    if (fault !== null) throw invalidName(fault);
    return withTokens(context, flags, async (tokens) => {
      const made = await tokens.create({
        name,
        scopes: tokenScopes.filter((scope) => flags.scope.includes(scope)),
        expiresInDays: flags.expiresIn === 0 ? null : flags.expiresIn,
      });
      context.reporter.result({
        text: (theme) => tokenMadeView(made.token, made.text, theme),
        document: () => tokenMadeDocument(made),
      });
      return EXIT.done;
    });
  },
};

function invalidName(fault: string): ConfitureError {
  return new ConfitureError('FLAG_INVALID', `the name of a token ${fault}`, {
    hint: 'Name it after the program or the person that uses it, for instance deploy-bot.',
  });
}
