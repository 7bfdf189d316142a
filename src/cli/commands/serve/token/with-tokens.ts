import { sessionSourceOf } from '../../../../app/sessions.js';
import { openTokens, type Tokens } from '../../../../app/tokens/tokens.js';
import type { FlagValues } from '../../../../config/options/option-values.js';
import { type CommandContext, readSettings } from '../../../run-command.js';
import { sayDatabase } from '../../../with-deliveries.js';

/** Opens the tokens for `work`, and says which database that is. */
export async function withTokens(
  context: CommandContext,
  flags: FlagValues,
  work: (tokens: Tokens) => Promise<number>,
): Promise<number> {
  const { processContext, reporter } = context;
  const settings = await readSettings(context, flags);
  const sessions = sessionSourceOf(settings);
  sayDatabase(context, settings);
  return work(openTokens({ settings, sessions, reporter, signal: processContext.signal }));
}
