import { EXIT } from '../../errors.js';
import { baselineView } from '../../output/baseline-view.js';
import { present } from '../../output/present.js';
import { type MigrationState as StateShown, statusView } from '../../output/status-view.js';
import type { InventoryEntry, MigrationState } from '../../runner/plan.js';
import { type CommandContext, type DatabaseOptions, withProject } from '../run-command.js';

const SHOWN: Readonly<Record<MigrationState, StateShown>> = {
  applied: 'applied',
  pending: 'pending',
  out_of_order: 'out of order',
  changed: 'changed',
  missing: 'missing',
};

/** `migrate status`: exit 1 where something is pending. */
export function status(context: CommandContext, flags: DatabaseOptions): Promise<number> {
  return withProject(context, flags, async (project) => {
    const result = await project.status();
    const { entries, current, pending, applied } = result;
    const interrupted = new Set(result.interrupted);
    const rows = entries.map(({ version, name, state, row }) => ({
      version,
      name,
      state: interrupted.has(version) ? 'interrupted' : SHOWN[state],
      appliedAt: row?.appliedAt ?? null,
    }));
    context.reporter.result({
      text: (look) => statusView({ rows, current }, look),
      document: () => ({
        tracking_table: result.trackingTable,
        resolved_table: result.resolvedTable,
        applied: entries.filter(({ row }) => row !== null).map(({ version }) => version),
        pending: entries.filter(({ row }) => row === null).map(({ version }) => version),
        interrupted: result.interrupted,
        current,
        total: entries.length,
        migrations: entries.map((entry) => entryDocument(entry, interrupted.has(entry.version))),
        summary: { applied, pending, total: entries.length },
        hints: [
          ...(pending > 0 ? ['confiture migrate up'] : []),
          ...result.interrupted.map((version) => `confiture migrate resolve ${version}`),
        ],
      }),
    });
    return pending > 0 ? EXIT.migrationFailed : EXIT.done;
  });
}

/** The states of the Python tool, and `state` where this one tells more apart. */
function entryDocument({ version, name, state, row }: InventoryEntry, isInterrupted: boolean): unknown {
  const python = row === null ? 'pending' : state === 'missing' ? 'unknown' : 'applied';
  return {
    version,
    name,
    status: python,
    state: isInterrupted ? 'interrupted' : state,
    applied_at: row?.appliedAt.toISOString() ?? null,
  };
}

/** `migrate current` */
export function current(context: CommandContext, flags: DatabaseOptions): Promise<number> {
  return withProject(context, flags, async (project) => {
    const { entries, current: name } = await project.status();
    const row = entries.find((entry) => entry.row?.name === name)?.row ?? null;
    context.reporter.result({
      text: () => (row ? present(row.name) : 'Nothing has been applied.'),
      document: () => ({
        revision: row?.version ?? null,
        name: row?.name ?? null,
        applied_at: row?.appliedAt.toISOString() ?? null,
        checksum: row?.checksum ?? null,
      }),
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
    const { marked, alreadyApplied } = await project.baseline({ target, dryRun });
    const last = [...alreadyApplied, ...marked].sort().at(-1) ?? target;
    context.reporter.result({
      text: () =>
        dryRun
          ? `Dry run: would mark ${marked.length} as applied${marked.length > 0 ? `: ${marked.map(present).join(', ')}` : ''}. Nothing was changed.`
          : baselineView({ marked: marked.length, current: last }),
      document: () => ({ success: true, marked, already_applied: alreadyApplied, dry_run: dryRun }),
    });
    return EXIT.done;
  });
}
