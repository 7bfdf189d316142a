import { generateDocument } from '../../../app/documents/files.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { generateMigration } from '../../../migrations/files/generate.js';
import { displayText } from '../../../output/terminal/display-text.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, readSettings } from '../../run-command.js';

/** `migrate generate NAME` */
export const generate: CommandDefinition<FlagValues> = {
  scope: 'files',
  run: (context, flags, name) => writePair(context, name ?? '', flags),
};

async function writePair(context: CommandContext, name: string, flags: FlagValues): Promise<number> {
  const { migrationsDir, migrationsDirDisplay } = await readSettings(context, flags);
  const made = await generateMigration({
    dir: migrationsDir,
    displayDir: migrationsDirDisplay,
    name,
    now: new Date(),
  });
  context.reporter.result({
    text: () =>
      [
        'Wrote',
        `  ${displayText(made.up.displayPath)}`,
        `  ${displayText(made.down.displayPath)}`,
        'Write the change into the first and its undoing into the second, then run `confiture migrate up`.',
      ].join('\n'),
    document: () => generateDocument(made),
  });
  return EXIT.done;
}
