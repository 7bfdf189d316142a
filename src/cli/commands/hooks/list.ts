import { withBuiltInHooks } from '../../../app/built-in-hooks.js';
import { hooksDocument } from '../../../app/documents/project.js';
import { loadProjectHooks } from '../../../app/run/project-hooks.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import type { OutboxHook } from '../../../hooks/define/outbox-hook.js';
import { describeHooks } from '../../../hooks/load/describe-hooks.js';
import { hooksView } from '../../../output/views/hooks-view.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, readSettings } from '../../run-command.js';

/** `hooks list`: every hook in the order it is called, the built-in ones last. */
export const list: CommandDefinition = { run: listHooks };

async function listHooks(context: CommandContext, flags: FlagValues): Promise<number> {
  const { processContext, reporter } = context;
  const settings = await readSettings(context, flags);
  const { builtInHooks, selfEntry } = processContext;
  return withBuiltInHooks(builtInHooks, settings, async (builtIn) => {
    const { hooks: called, outboxHooks } = await loadProjectHooks({ settings, reporter, selfEntry });
    const hooks = [
      ...describeHooks(called),
      ...outboxHooks.map((hook) => subscribed(hook, 'outbox')),
      ...builtIn.outboxHooks.map((hook) => subscribed(hook, 'built-in')),
    ];
    reporter.result({ text: (theme) => hooksView(hooks, theme), document: () => hooksDocument(hooks) });
    return EXIT.done;
  });
}

/** An outbox hook is called for events, where another is called at phases. */
function subscribed({ name, subscribes }: OutboxHook, source: string) {
  return { name, phases: subscribes, source, timeoutMs: null };
}
