import { withBuiltInHooks } from '../../../app/built-in-hooks.js';
import { generateDocument } from '../../../app/documents/files.js';
import { generate as generateFiles } from '../../../app/run/generate.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { displayText } from '../../../output/terminal/display-text.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, readSettings } from '../../run-command.js';

/** `migrate generate NAME` */
export const generate: CommandDefinition<FlagValues> = {
  scope: 'files',
  run: (context, flags, name) => writePair(context, name ?? '', flags),
};

async function writePair(context: CommandContext, name: string, flags: FlagValues): Promise<number> {
  const settings = await readSettings(context, flags);
  const { reporter, processContext } = context;
  const { signal, selfEntry, builtInHooks } = processContext;
  const made = await withBuiltInHooks(builtInHooks, settings, (builtIn) =>
    generateFiles({ settings, reporter, signal, selfEntry, builtIn }, name),
  );
  reporter.result({
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
