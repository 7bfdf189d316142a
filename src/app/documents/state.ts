import { warningText } from '../../output/reporters/warning-text.js';
import type { BaselineResult } from '../../runner/baseline.js';
import type { Interrupted } from '../../runner/ledger/interrupted.js';
import type { LedgerRow } from '../../runner/ledger/ledger.js';
import { type InventoryEntry, isPending } from '../../runner/plan/plan.js';
import type { ResolveResult } from '../../runner/resolve.js';
import type { StatusResult } from '../../runner/status.js';
import { migrationReference } from './migration.js';

/** `migrate status`. `status` is what the Python tool tells apart, `state` what this one does. */
export function statusDocument(result: StatusResult): object {
  const { entries } = result;
  const interrupted = new Map(result.interrupted.map((it) => [it.version, it]));
  const changed = entries.filter(({ state }) => state === 'changed').length;
  const pending = entries.filter(isPending);
  const applied = entries.filter(({ row }) => row !== null);
  return {
    tracking_table: result.trackingTable,
    resolved_table: result.resolvedTable,
    applied: applied.map(migrationReference),
    pending: pending.map(migrationReference),
    interrupted: entries.filter(({ version }) => interrupted.has(version)).map(migrationReference),
    current: result.current?.version ?? null,
    total: entries.length,
    migrations: entries.map((entry) =>
      entryDocument(entry, result.titles.get(entry.version) ?? null, interrupted.get(entry.version)),
    ),
    summary: { applied: applied.length, pending: pending.length, changed, total: entries.length },
    warnings: result.warnings.map(warningText),
    hints: [
      ...(pending.length > 0 ? ['confiture migrate up'] : []),
      ...[...interrupted.keys()].map((version) => `confiture migrate resolve ${version}`),
    ],
  };
}

function entryDocument(
  { version, name, state, row }: InventoryEntry,
  title: string | null,
  interrupted?: Interrupted,
): object {
  return {
    version,
    name,
    title,
    status: row === null ? 'pending' : 'applied',
    state: interrupted ? 'interrupted' : state,
    phase: interrupted?.phase ?? null,
    applied_at: row?.appliedAt.toISOString() ?? null,
  };
}

/** `migrate current`; all null before the first migration. */
export function currentDocument(row: LedgerRow | null): object {
  return {
    revision: row?.version ?? null,
    name: row?.name ?? null,
    applied_at: row?.appliedAt.toISOString() ?? null,
    checksum: row?.checksum ?? null,
  };
}

/** `migrate baseline`. */
export function baselineDocument({ marked, alreadyApplied, dryRun }: BaselineResult): object {
  return {
    marked: marked.map(migrationReference),
    already_applied: alreadyApplied.map(migrationReference),
    dry_run: dryRun,
  };
}

/** `migrate resolve`. */
export function resolveDocument(result: ResolveResult): object {
  const { version, name, direction, decision, finished, total } = result;
  return { version, name, direction, decision, finished, total };
}
