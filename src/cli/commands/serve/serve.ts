import { withBuiltInHooks } from '../../../app/built-in-hooks.js';
import { servingDocument } from '../../../app/documents/tokens.js';
import { sessionSourceOf } from '../../../app/sessions.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { servingView } from '../../../output/views/tokens/serving-view.js';
import { maskText } from '../../../redaction/redaction.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, readSettings } from '../../run-command.js';
import { sayDatabase } from '../../with-deliveries.js';

/** `serve`: the management API and a worker, until it is stopped. */
export const serve: CommandDefinition<FlagValues> = { scope: 'serve', run: serveProject };

async function serveProject(context: CommandContext, flags: FlagValues): Promise<number> {
  const { processContext, stream } = context;
  const settings = await readSettings(context, flags);
  const sessions = sessionSourceOf(settings);
  sayDatabase(context, settings);
  const hasWorker = flags.worker !== false;
  const { signal, selfEntry, version, stderr } = processContext;
  const { openLog } = await import('../../../server/logging/open-log.js');
  const { logReporter } = await import('../../../server/logging/log-reporter.js');
  const { serveUntilStopped } = await import('../../../server/run-server.js');
  const log = await openLog({
    format: flags.format === 'json' ? 'json' : 'text',
    write: (line) => void stderr.write(line),
    mask: (text) => maskText(text, settings.redact),
    version,
  });
  const reporter = logReporter(log);
  await withBuiltInHooks(processContext.builtInHooks, settings, (builtIn) =>
    serveUntilStopped({
      project: { settings, reporter, signal, builtIn, selfEntry },
      sessions,
      version,
      log,
      hasWorker,
      onServing: (serving) =>
        stream({
          text: (theme) => servingView({ ...serving, hasWorker }, theme),
          document: () => servingDocument({ ...serving, hasWorker }),
        }),
    }),
  );
  return EXIT.done;
}
