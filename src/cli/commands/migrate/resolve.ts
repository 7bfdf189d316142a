import { resolveDocument } from '../../../app/documents/state.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { ConfitureError, EXIT } from '../../../errors.js';
import { displayText } from '../../../output/terminal/display-text.js';
import type { Decision, ResolveResult } from '../../../runner/resolve.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, withProject } from '../../run-command.js';

const DECISIONS = ['done', 'again', 'applied', 'forget'] as const satisfies readonly Decision[];

type ResolveFlags = FlagValues & { readonly [D in Decision]?: boolean };

/** `migrate resolve VERSION` */
export const resolve: CommandDefinition<ResolveFlags> = {
  scope: 'lock',
  flags: (command) =>
    command
      .option('--done', 'the statement that was running took effect: go on behind it')
      .option('--again', 'it did not take effect: run it again')
      .option('--applied', 'the whole file is done, by hand: record it')
      .option('--forget', 'everything was undone by hand: run the file from its start'),
  run: (context, flags, version) => settle(context, version ?? '', flags),
};

function settle(context: CommandContext, version: string, flags: ResolveFlags): Promise<number> {
  const chosen = DECISIONS.filter((decision) => flags[decision]);
  const [decision] = chosen;
  if (!decision || chosen.length > 1) throw notOneDecision();
  return withProject(context, flags, async (project) => {
    const result = await project.resolve({ version, decision });
    context.reporter.result({
      text: () => `${displayText(result.name)}: ${sentence(result)}`,
      document: () => resolveDocument(result),
    });
    return EXIT.done;
  });
}

function sentence({ decision, direction, finished, total }: ResolveResult): string {
  const command = direction === 'up' ? '`confiture migrate up`' : '`confiture migrate down`';
  if (decision === 'applied') return direction === 'up' ? 'recorded as applied.' : 'recorded as rolled back.';
  if (decision === 'forget') return `forgotten; ${command} runs it from its start.`;
  return `${finished} of ${total} statements count as done; ${command} goes on from there.`;
}

function notOneDecision(): ConfitureError {
  return new ConfitureError(
    'FLAG_INVALID',
    'say what became of it, with one of --done, --again, --applied, --forget',
    {
      hint: '`confiture migrate resolve --help` says what each means.',
    },
  );
}
