import { type LoadedMigration, loadUp } from '../../migrations/files/load-migration.js';
import type { Direction, RunWarning } from '../../run-events.js';
import { requirementOfPlan } from '../lifecycle/approval/gate/asked-plan.js';
import type { Requirement } from '../lifecycle/approval/requirement.js';
import type { RunnerPorts, RunSettings } from '../ports.js';
import { checkDown } from '../preflight/check-down.js';
import { checkUp } from '../preflight/check-up.js';
import { type RunSession, withDatabase } from '../session/open.js';
import { EMBEDDED_DATABASE, GRAMMAR_VERSION, openUnmade } from '../session/open-unmade.js';
import { buildRunPlan } from './build-run-plan.js';
import { planUp, type UpLimits } from './plan.js';
import { type DownLimits, planDown } from './plan-down.js';
import { planOfRun } from './plan-of-run.js';
import type { RunPlanDocument } from './run-plan.js';
import { readTableSizes, type TableSize } from './table-sizes.js';

/** What to plan: an `up` within its limits, or a rollback. */
export type PlanRequest =
  | { readonly direction: 'up'; readonly limits: UpLimits }
  | { readonly direction: 'down'; readonly limits: DownLimits };

export interface PlanResult {
  readonly plan: RunPlanDocument;
  /** Approvals that it needs before it may run; null where it needs none. */
  readonly requirement: Requirement | null;
  /** Of the tables that the plan locks; empty where there is no database yet. */
  readonly sizes: readonly TableSize[];
  readonly warnings: readonly RunWarning[];
}

/** Plans a run. Reads files, ledger and catalogue; takes no lock and writes nothing. */
export async function readPlan(
  ports: RunnerPorts,
  settings: RunSettings,
  request: PlanRequest,
): Promise<PlanResult> {
  return withDatabase(ports, settings, { lock: false }, async (open) => {
    const { connection, facts } = open;
    const { files, warnings } = await chosenFiles(open, connection.serverVersion, request);
    for (const warning of warnings) ports.emit({ type: 'run.warned', warning });
    const plan = await planOfRun(open, settings, request.direction, files);
    const sizes = await readTableSizes(connection, lockedTables(plan), facts.schema);
    return { plan, requirement: requirementOfPlan(plan, settings), sizes, warnings };
  });
}

/** The same of an embedded database that is not there yet: every file is planned, and nothing is made. */
export async function readUnmadePlan(
  ports: RunnerPorts,
  settings: RunSettings,
  request: PlanRequest,
): Promise<PlanResult> {
  const { inventory } = openUnmade(ports, settings);
  const { files, warnings } = await chosenFiles({ inventory, rows: [] }, GRAMMAR_VERSION, request);
  for (const warning of warnings) ports.emit({ type: 'run.warned', warning });
  const plan = await planUnmade(settings, request.direction, files);
  return { plan, requirement: requirementOfPlan(plan, settings), sizes: [], warnings };
}

/** The plan for an embedded database that is not there yet. */
export function planUnmade(
  { environment, trackingTable, approvalRules }: RunSettings,
  direction: Direction,
  files: ChosenFiles['files'],
): Promise<RunPlanDocument> {
  const frame = {
    project: `${trackingTable.schema ?? USUAL_SCHEMA}.${trackingTable.table}`,
    environment,
    database: { name: EMBEDDED_DATABASE, systemIdentifier: null, oid: null },
    direction,
    approvalRules,
    defaultSchema: USUAL_SCHEMA,
  };
  return buildRunPlan(frame, { run: files, applied: [] });
}

const USUAL_SCHEMA = 'public';

interface ChosenFiles {
  readonly files: readonly (() => Promise<LoadedMigration>)[];
  readonly warnings: readonly RunWarning[];
}

/** The files that would run, checked as before a run. */
async function chosenFiles(
  { inventory, rows }: Pick<RunSession, 'inventory' | 'rows'>,
  serverVersion: number,
  request: PlanRequest,
): Promise<ChosenFiles> {
  if (request.direction === 'down') {
    const steps = planDown(inventory, rows, request.limits);
    const { downs, warnings } = await checkDown(steps, { serverVersion, dryRun: true });
    return { files: downs.map((down) => async () => down), warnings };
  }
  const { apply, warnings: drift } = planUp(inventory, request.limits);
  const { warnings } = await checkUp(apply, { serverVersion, dryRun: true, singleTransaction: false });
  return { files: apply.map((file) => () => loadUp(file)), warnings: [...drift, ...warnings] };
}

function lockedTables({ migrations }: RunPlanDocument): string[] {
  const tables = migrations.flatMap(({ statements }) =>
    statements.flatMap(({ locks }) => locks.map(({ table }) => table)),
  );
  return [...new Set(tables)];
}
