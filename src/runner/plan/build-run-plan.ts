import { assessFile } from '../../migrations/analysis/risk/assess-file.js';
import { KnownObjects } from '../../migrations/analysis/risk/known-objects.js';
import { RULE_SET_VERSION } from '../../migrations/analysis/risk/rules.js';
import { highestTier } from '../../migrations/analysis/risk/tier.js';
import { checksumOf } from '../../migrations/files/checksum.js';
import { type LoadedMigration, loadUp } from '../../migrations/files/load-migration.js';
import { readBytes } from '../../migrations/files/read-file.js';
import type { FilePath, MigrationFile } from '../../migrations/folder/discover.js';
import { loadParser, type ParseStatement } from '../../migrations/parser/parse-statement.js';
import type { Statement } from '../../migrations/parser/scan-result.js';
import type { Direction } from '../../run-events.js';
import type { DatabaseIdentity } from './database-identity.js';
import { type PlannedMigration, type RunPlanDocument, withHash } from './run-plan.js';

/** What a plan is made of beside the files. */
export interface PlanFrame {
  readonly project: string;
  readonly environment: string;
  readonly database: DatabaseIdentity;
  readonly direction: Direction;
  readonly approvalRules: readonly object[];
  /** Schema that names without one mean. */
  readonly defaultSchema: string;
}

export interface PlanFiles {
  /** Reads the files that would run, one after the other in this order. */
  readonly run: readonly (() => Promise<LoadedMigration>)[];
  /** Migrations that are applied, in order: they tell what types and constraints columns have. */
  readonly applied: readonly MigrationFile[];
}

/**
 * Makes the plan of a run. The applied files are only read where a statement of the plan depends on what they made.
 * Throws what reading a file throws.
 */
export async function buildRunPlan(frame: PlanFrame, files: PlanFiles): Promise<RunPlanDocument> {
  const { defaultSchema, ...rest } = frame;
  const migrations = await planFiles(files, frame);
  return withHash({
    ruleSetVersion: RULE_SET_VERSION,
    ...rest,
    tier: highestTier(migrations.map(({ tier }) => tier)),
    migrations,
  });
}

/** What the files of `run` do, one after the other, as `buildRunPlan` has it. */
export async function planFiles(
  { run, applied }: PlanFiles,
  { defaultSchema, direction }: Pick<PlanFrame, 'defaultSchema' | 'direction'>,
): Promise<readonly PlannedMigration[]> {
  const parse = await loadParser();
  const known = new KnownObjects(defaultSchema);
  const migrations = await plannedBy(run, parse, known, direction);
  if (!known.lacksHistory || applied.length === 0) return migrations;
  const learned = new KnownObjects(defaultSchema);
  await learn(applied, parse, learned);
  return plannedBy(run, parse, learned, direction);
}

async function learn(
  applied: readonly MigrationFile[],
  parse: ParseStatement,
  known: KnownObjects,
): Promise<void> {
  for (const file of applied) {
    const { body } = (await loadUp(file)).plan;
    assessFile({ ...body, statements: body.statements.filter(definesObjects) }, parse, known);
  }
  known.settle();
}

/** Statements that change rows say nothing of columns. */
function definesObjects({ words: [word = ''] }: Statement): boolean {
  return !['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY', 'DO'].includes(word);
}

async function plannedBy(
  loaders: PlanFiles['run'],
  parse: ParseStatement,
  known: KnownObjects,
  direction: Direction,
): Promise<PlannedMigration[]> {
  const planned: PlannedMigration[] = [];
  for (const load of loaders) planned.push(plannedOf(await load(), parse, known, direction));
  return planned;
}

function plannedOf(
  migration: LoadedMigration,
  parse: ParseStatement,
  known: KnownObjects,
  direction: Direction,
): PlannedMigration {
  const { file, path, checksum, plan, scan, title, phases } = migration;
  const statements = assessFile(plan.body, parse, known);
  const beside = (query: FilePath | null) =>
    query === null || direction === 'down' ? null : checksumOf(readBytes(query));
  return {
    version: file.version,
    name: file.name,
    title,
    file: path.displayPath,
    checksum,
    verifyChecksum: beside(file.verify),
    invariantChecksum: beside(file.invariant),
    transactional: plan.mode !== 'perStatement',
    requiresApproval: scan.directives.has('requires-approval'),
    tier: highestTier(statements.map(({ tier }) => tier)),
    phases:
      phases?.map(({ name, line, options }) => ({
        name,
        line,
        noTransaction: options.noTransaction,
        requiresApproval: options.requiresApproval,
        isBatch: options.batch !== null,
      })) ?? null,
    statements,
  };
}
