import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import type { Prepared } from '../lifecycle/approval/gate/permit.js';
import { type DownLimits, type DownStep, planDown } from '../plan/plan-down.js';
import type { RunnerPorts } from '../ports.js';
import type { RunSession } from '../session/open.js';
import { refuseReadOnly } from '../session/refuse-session.js';
import { checkDown } from './check-down.js';
import { refuseInterruptedUp } from './interrupted-up.js';

export interface PreparedDown extends Prepared {
  /** Newest first. */
  readonly steps: readonly DownStep[];
  readonly downs: readonly LoadedMigration[];
}

/** Decides what `down` undoes, checks all of it, and tells what that is. */
export async function prepareDown(
  open: RunSession,
  { emit }: RunnerPorts,
  limits: DownLimits,
  dryRun: boolean,
): Promise<PreparedDown> {
  const steps = planDown(open.inventory, open.rows, limits);
  if (steps.length > 0) refuseReadOnly(open.facts);
  if (steps.length > 0) await refuseInterruptedUp(open);
  const { serverVersion } = open.connection;
  const { downs, warnings, directives } = await checkDown(steps, { serverVersion, dryRun });
  for (const warning of warnings) emit({ type: 'run.warned', warning });
  emit({
    type: 'run.planned',
    direction: 'down',
    pending: steps.length,
    applied: open.rows.length,
    dryRun,
    names: steps.map(({ row }) => row.name),
    titles: new Map(
      downs.flatMap(({ file, title }) => (title === null ? [] : [[file.name, title] as const])),
    ),
  });
  const files = downs.map(({ file }) => file);
  return { steps, downs, directives, files, loads: downs.map((down) => async () => down), dryRun };
}
