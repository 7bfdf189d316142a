import { baselineDocument, currentDocument, statusDocument } from '../../../app/documents/state.js';
import { EXIT } from '../../../errors.js';
import { displayText } from '../../../output/terminal/display-text.js';
import { baselineView } from '../../../output/views/baseline-view.js';
import { type MigrationState as StateShown, statusView } from '../../../output/views/status-view.js';
import type { MigrationState } from '../../../runner/plan/plan.js';
import { type CommandContext, type DatabaseOptions, withProject } from '../../run-command.js';

const SHOWN: Readonly<Record<MigrationState, StateShown>> = {
  applied: 'applied',
  pending: 'pending',
  out_of_order: 'out of order',
  changed: 'changed',
  missing: 'missing',
};

/** `migrate status`: exit 1 where something is pending, 4 where a file was changed, 2 before the first run. */
export function status(context: CommandContext, flags: DatabaseOptions): Promise<number> {
  return withProject(context, flags, async (project) => {
    const result = await project.status();
    const { entries, current, pending } = result;
    const interrupted = new Set(result.interrupted);
    const rows = entries.map(({ version, name, state, row }) => ({
      version,
      name,
      state: interrupted.has(version) ? 'interrupted' : SHOWN[state],
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

/** `migrate current` */
export function current(context: CommandContext, flags: DatabaseOptions): Promise<number> {
  return withProject(context, flags, async (project) => {
    const { current: row, fault } = await project.status();
    if (fault?.code === 'LEDGER_MISSING') throw fault;
    context.reporter.result({
      text: () => (row ? displayText(row.name) : 'Nothing has been applied.'),
      document: () => currentDocument(row),
    });
    return EXIT.done;
  });
}

/** `migrate baseline` */
export function baseline(
  context: CommandContext,
  flags: DatabaseOptions & { readonly target: string; readonly dryRun?: boolean },
): Promise<number> {
  const { target, dryRun = false } = flags;
  return withProject(context, flags, async (project) => {
    const result = await project.baseline({ target, dryRun });
    const marked = result.marked.map(({ name }) => name);
    context.reporter.result({
      text: () =>
        dryRun
          ? `Dry run: would mark ${marked.length} as applied${marked.length > 0 ? `: ${marked.map(displayText).join(', ')}` : ''}. Nothing was changed.`
          : baselineView({ marked: marked.length, current: result.current?.name ?? target }),
      document: () => baselineDocument(result),
    });
    return EXIT.done;
  });
}
