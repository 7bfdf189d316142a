import type { Connection } from '../../database/connection.js';
import { ConfitureError } from '../../errors.js';
import type { Tier } from '../../migrations/analysis/risk/tier.js';
import { loadFile } from '../../migrations/files/load.js';
import { shownTitle } from '../../migrations/files/shown-title.js';
import { compareVersions } from '../../migrations/files/version.js';
import { newestByVersion } from '../../runner/lifecycle/certificate/list-certificates.js';
import { type LastFailure, readLastFailure } from '../../runner/lifecycle/run-log/last-failure.js';
import { listRuns } from '../../runner/lifecycle/run-log/list-runs.js';
import { isFinal } from '../../runner/lifecycle/steering/run-state.js';
import type { InventoryEntry, MigrationState } from '../../runner/plan/plan.js';
import type { PlannedMigration } from '../../runner/plan/run-plan.js';
import type { Keyset } from '../../storage/keyset.js';
import type { Scope } from '../../storage/scope.js';
import type { Project } from '../project.js';
import { type FileShape, readShape } from './file-shape.js';

/** A migration, of the files and the ledger together. */
export interface ListedMigration {
  readonly version: string;
  readonly name: string;
  readonly title: string | null;
  /** `interrupted`: cut off half-way, outside of a transaction or between two phases. */
  readonly state: MigrationState | 'interrupted';
  readonly appliedAt: Date | null;
  readonly durationMs: number | null;
  /** Of the file as it is; null where there is none. */
  readonly checksum: string | null;
  /** False where the file is no longer what was applied; null where that cannot be said. */
  readonly isChecksumOk: boolean | null;
  /** The highest tier of its statements; null for an applied migration, and where the plan cannot be made. */
  readonly tier: Tier | null;
  readonly certificateId: string | null;
  /** The run that is at it. */
  readonly runId: string | null;
  /** How the last run failed at it; null for an applied migration, and for one that a run is at. */
  readonly failure: LastFailure | null;
  /** Its plan; null for an applied migration. */
  readonly planned: PlannedMigration | null;
}

/** Migrations of which everything that is given here is true. */
export interface MigrationFilter {
  /** Any of them; `failed` are those that the last run has failed at, whatever else their state is. */
  readonly states?: readonly (ListedMigration['state'] | 'failed')[];
  readonly tiers?: readonly Tier[];
}

/** All that lists of migrations are made of. */
export interface MigrationList {
  page(keyset: Keyset, filter?: MigrationFilter): readonly ListedMigration[];
  /** Null where neither a file nor the ledger has this version. */
  find(version: string): ListedMigration | null;
  /** Null where there is no file, or it cannot be read. */
  shape(version: string): Promise<FileShape | null>;
}

/** Reads files, ledger, plan, certificates and the run that goes on. */
export async function readMigrations(
  project: Project,
  connection: Connection,
  scope: Scope,
): Promise<MigrationList> {
  const status = await project.status();
  const plan = status.pending === 0 ? NO_PLAN : await planOf(project);
  const certificates = await newestByVersion(connection, scope);
  const [latest] = await listRuns(connection, scope, { limit: 1 });
  const run = latest && !isFinal(latest.state) ? latest : null;
  const failure = await readLastFailure(connection, scope);
  const interrupted = new Set(status.interrupted.map(({ version }) => version));
  const standingOf = ({ version, name, row, state }: InventoryEntry): Standing => {
    const planned = plan.get(version) ?? null;
    return {
      state: interrupted.has(version) ? 'interrupted' : state,
      failure: row === null && failure?.migration === name ? failure : null,
      planned,
      tier: planned?.tier ?? null,
    };
  };
  const show = (entry: InventoryEntry): ListedMigration => {
    const { version, name, file, row, state } = entry;
    const standing = standingOf(entry);
    const read = file === null ? null : headOf(file.up);
    return {
      ...standing,
      version,
      name,
      title: standing.planned?.title ?? read?.title ?? null,
      appliedAt: row?.appliedAt ?? null,
      durationMs: row?.executionTimeMs ?? null,
      checksum: read?.checksum ?? null,
      isChecksumOk: row === null || file === null ? null : state !== 'changed',
      certificateId: certificates.get(version) ?? null,
      runId: run?.migration === name ? run.id : null,
    };
  };
  return {
    page: ({ after: place, order, limit }, filter = {}) => {
      const after = place?.[0];
      const entries = order === 'asc' ? status.entries : status.entries.toReversed();
      const beyond = entries.filter(({ version }) => {
        if (after === undefined) return true;
        const difference = compareVersions(version, after);
        return order === 'asc' ? difference > 0 : difference < 0;
      });
      // Files are read of those alone that are shown.
      const meant = beyond.filter((entry) => fits(standingOf(entry), filter));
      return meant.slice(0, limit).map(show);
    },
    find: (version) => {
      const entry = status.entries.find((each) => each.version === version);
      return entry === undefined ? null : show(entry);
    },
    shape: (version) => readShape(connection, status.entries, version),
  };
}

/** State and risk of a migration, which are known before its file is read. */
type Standing = Pick<ListedMigration, 'state' | 'failure' | 'planned' | 'tier'>;

function fits({ state, tier, failure }: Standing, { states, tiers }: MigrationFilter): boolean {
  const isOfState = states?.some((each) => (each === 'failed' ? failure !== null : each === state)) ?? true;
  return isOfState && (tiers === undefined || (tier !== null && tiers.includes(tier)));
}

const NO_PLAN: ReadonlyMap<string, PlannedMigration> = new Map();

/** The pending migrations, as they are planned; none where a file keeps the plan from being made. */
async function planOf(project: Project): Promise<ReadonlyMap<string, PlannedMigration>> {
  try {
    const { plan } = await project.plan({ direction: 'up', limits: {} });
    return new Map(plan.migrations.map((migration) => [migration.version, migration]));
  } catch (error) {
    if (ConfitureError.is(error) && error.code.startsWith('FILES_')) return NO_PLAN;
    throw error;
  }
}

/** Null for a file that cannot be read. */
function headOf(path: Parameters<typeof loadFile>[0]): { title: string | null; checksum: string } | null {
  try {
    const { scan, checksum } = loadFile(path);
    return { title: shownTitle(scan.title, path), checksum };
  } catch (error) {
    if (ConfitureError.is(error)) return null;
    throw error;
  }
}
