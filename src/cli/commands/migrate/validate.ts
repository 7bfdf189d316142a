import { validateDocument } from '../../../app/documents/files.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { asError, faultOfFindings } from '../../../migrations/analysis/finding.js';
import { validateMigrations } from '../../../migrations/analysis/validate.js';
import { readFolder } from '../../../migrations/folder/discover.js';
import { folderOptionsOf } from '../../../migrations/folder/folder-options.js';
import { checkView } from '../../../output/views/check-view.js';
import type { CommandDefinition } from '../../command.js';
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
  const { migrationsDir } = settings;
  const options = folderOptionsOf(settings);
  const found = await validateMigrations(migrationsDir, options);
  const findings = flags.strict ? found.map(asError) : found;
  const fault = faultOfFindings(findings);
  const checked = findings.some(({ code }) => code === 'FILES_FOLDER_MISSING')
    ? 0
    : readFolder(migrationsDir, options).migrations.length;
  context.reporter.result({
    text: (theme) => checkView({ checked, skipped: 0, findings }, theme),
    document: () => validateDocument(checked, findings),
    error: fault,
    findings,
  });
  return fault?.exitCode ?? EXIT.done;
}
