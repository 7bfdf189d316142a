import { statusDocument } from '../../../app/documents/state.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { type MigrationState as StateShown, statusView } from '../../../output/views/status-view.js';
import type { MigrationState } from '../../../runner/plan/plan.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, withProject } from '../../run-command.js';

/** `migrate status`: exit 1 where something is pending, 4 where a file was changed, 2 before the first run. */
export const status: CommandDefinition<FlagValues> = { scope: 'database', run: tellStatus };

const SHOWN: Readonly<Record<MigrationState, StateShown>> = {
  applied: 'applied',
  pending: 'pending',
  out_of_order: 'out of order',
  changed: 'changed',
  missing: 'missing',
};

function tellStatus(context: CommandContext, flags: FlagValues): Promise<number> {
  return withProject(context, flags, async (project) => {
    const result = await project.status();
    const { entries, current, pending } = result;
    const interrupted = new Map(result.interrupted.map((it) => [it.version, it.phase]));
    const rows = entries.map(({ version, name, state, row }) => ({
      version,
      name,
      title: result.titles.get(version) ?? null,
      state: interrupted.has(version) ? ('interrupted' as const) : SHOWN[state],
      phase: interrupted.get(version) ?? null,
      appliedAt: row?.appliedAt ?? null,
    }));
    context.reporter.result({
      text: (theme) => statusView({ rows, current: current?.name ?? null }, theme),
      document: () => statusDocument(result),
      error: result.fault,
    });
    if (result.fault === null) return pending > 0 ? EXIT.migrationFailed : EXIT.done;
    context.reporter.failure(result.fault);
    return result.fault.exitCode;
  });
}
