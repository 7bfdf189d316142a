import { initDocument } from '../../../app/documents/project.js';
import { setUpProject } from '../../../app/set-up-project.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import type { CommandDefinition } from '../../command.js';
import type { CommandContext } from '../../run-command.js';
import { prospectOf } from './init-prospect.js';

/**
 * `init`: the parts of a project. The example is written only where the next `up` makes an embedded database for it: on
 * a server its table would be there for good.
 */
export const init: CommandDefinition = { run: setUp };

async function setUp(context: CommandContext, flags: FlagValues): Promise<number> {
  const { processContext, reporter } = context;
  const prospect = await prospectOf(context, flags);
  const { written, isEmpty } = await setUpProject(processContext.cwd, { withExample: prospect.isEmbedded });
  const head =
    written.length === 0
      ? ['Nothing to do: the project is set up already.']
      : ['Wrote', ...written.map((file) => `  ${file}`)];
  reporter.result({
    text: () => [...head, ...prospect.lines(isEmpty)].join('\n'),
    document: () => initDocument(written),
  });
  return EXIT.done;
}
