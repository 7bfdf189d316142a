import { loadUp } from '../migrations/files/load-migration.js';
import { settleErrors } from './emit/settle-errors.js';
import { ensureLedger, insertRowSql, readLedger } from './ledger/ledger.js';
import { auditSql } from './lifecycle/audit.js';
import { commitOnce } from './outcome/commit-once.js';
import { findTarget, type InventoryEntry, isPending, type MigrationReference } from './plan/plan.js';
import type { RunnerPorts, RunSettings } from './ports.js';
import { withDatabase } from './session/open.js';
import { refuseReadOnly } from './session/refuse-session.js';

export interface BaselineResult {
  /** Migrations that are now marked as applied, in order. */
  readonly marked: readonly MigrationReference[];
  /** Migrations up to the target that were applied already. */
  readonly alreadyApplied: readonly MigrationReference[];
  readonly dryRun: boolean;
  /** Newest migration that is then applied; null where none is. */
  readonly current: MigrationReference | null;
}

/**
 * Marks everything up to and including `target` as applied without running it, in one transaction: for a
 * database whose schema was there before Confiture.
 */
export async function runBaseline(
  ports: RunnerPorts,
  settings: RunSettings,
  { target, dryRun = false }: { readonly target: string; readonly dryRun?: boolean },
): Promise<BaselineResult> {
  return withDatabase(ports, settings, { lock: !dryRun, dryRun }, async (open) => {
    const { connection, facts, inventory } = open;
    const end = inventory.indexOf(findTarget(inventory, target));
    const within = inventory.slice(0, end + 1);
    const pending = within.filter(isPending).flatMap(({ file }) => file ?? []);
    if (pending.length > 0) refuseReadOnly(facts);
    if (!dryRun && pending.length > 0) {
      const ledger = await ensureLedger(connection, facts.ledger);
      const loaded = await Promise.all(pending.map((file) => loadUp(file)));
      const rows = loaded.map(({ file, checksum }) => insertRowSql(ledger, { ...file, checksum }, null));
      const audit = auditSql(facts, settings, 'baseline', target);
      const settlement = { direction: 'up', migrations: pending, resolution: 'baselined' } as const;
      const settled = await settleErrors(open, ports, settlement);
      await commitOnce(open, ['begin', ...rows, ...settled.sql, ...audit, 'commit'].join('; '), {
        names: pending.map(({ name }) => name),
        isDone: async (session) => {
          const found = await readLedger(session, ledger);
          return pending.every(({ version }) => found.some((row) => row.version === version));
        },
      });
      await settled.committed();
    }
    return {
      marked: pending.map(({ version, name }) => ({ version, name })),
      alreadyApplied: within
        .filter((entry) => !isPending(entry))
        .map(({ version, name }) => ({ version, name })),
      dryRun,
      current: newest(inventory, within),
    };
  });
}

/** `within` counts as applied; so may what comes after it. */
function newest(
  inventory: readonly InventoryEntry[],
  within: readonly InventoryEntry[],
): MigrationReference | null {
  const last = inventory.filter((entry) => !isPending(entry) || within.includes(entry)).at(-1);
  return last ? { version: last.version, name: last.name } : null;
}
