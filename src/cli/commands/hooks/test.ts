import { withBuiltInHooks } from '../../../app/built-in-hooks.js';
import { hookTrialDocument } from '../../../app/documents/project.js';
import { tryHook } from '../../../app/hooks/try-hook.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { hookTrialView } from '../../../output/views/hooks-view.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, readSettings } from '../../run-command.js';

interface TestFlags extends FlagValues {
  readonly at?: string;
}

/** `hooks test NAME`: calls one hook with invented facts; nothing is stored or sent. Exit 1 where a call fails. */
export const test: CommandDefinition<TestFlags> = {
  flags: (command) => command.option('--at <moment>', 'one of its phases, or an event type it subscribes to'),
  run: (context, flags, name) => testHook(context, name ?? '', flags),
};

async function testHook(context: CommandContext, name: string, flags: TestFlags): Promise<number> {
  const { processContext, reporter } = context;
  const { builtInHooks, selfEntry, signal } = processContext;
  const settings = await readSettings(context, flags);
  return withBuiltInHooks(builtInHooks, settings, async (builtIn) => {
    const project = { settings, reporter, signal, builtIn, selfEntry };
    const trial = await tryHook(name, project, flags.at === undefined ? {} : { only: flags.at });
    reporter.result({
      text: (theme) => hookTrialView(trial.calls, theme),
      document: () => hookTrialDocument(trial),
      error: trial.fault,
    });
    return trial.fault?.exitCode ?? EXIT.done;
  });
}
