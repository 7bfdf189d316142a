import { validateDocument } from '../../../app/documents/files.js';
import { validateFiles } from '../../../app/validate.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { checkView } from '../../../output/views/check-view.js';
import type { CommandDefinition } from '../../command.js';
import { compileWasmOnce } from '../../process/compile-wasm-once.js';
import { type CommandContext, readSettings } from '../../run-command.js';

interface ValidateFlags extends FlagValues {
  readonly strict?: boolean;
}

/** `migrate validate`: the files alone, without a database. */
export const validate: CommandDefinition<ValidateFlags> = {
  scope: 'files',
  flags: (command) => command.option('--strict', 'take warnings for errors'),
  run: checkFiles,
};

async function checkFiles(context: CommandContext, flags: ValidateFlags): Promise<number> {
  const settings = await readSettings(context, flags);
  compileWasmOnce();
  const { checked, findings, fault } = await validateFiles(settings, flags);
  context.reporter.result({
    text: (theme) => checkView({ checked, skipped: 0, findings }, theme),
    document: () => validateDocument(checked, findings),
    error: fault,
    findings,
  });
  return fault?.exitCode ?? EXIT.done;
}
