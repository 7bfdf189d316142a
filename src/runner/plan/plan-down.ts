import { ConfitureError } from '../../errors.js';
import type { FilePath, MigrationFile } from '../../migrations/folder/discover.js';
import type { LedgerRow } from '../ledger/ledger.js';
import { findTarget, type InventoryEntry } from './plan.js';

export interface DownStep {
  readonly row: LedgerRow;
  readonly file: MigrationFile;
  readonly down: FilePath;
}

/** How far `down` goes: a number of migrations, or down to (and not including) a version. */
export type DownLimits = { readonly steps: number } | { readonly to: string };

/**
 * What `down` undoes, newest first. Throws ROLLBACK_IMPOSSIBLE, with everything that is missing, before
 * anything is done.
 */
export function planDown(
  inventory: readonly InventoryEntry[],
  rows: readonly LedgerRow[],
  limits: DownLimits,
): DownStep[] {
  const newestFirst = [...rows].reverse();
  const chosen =
    'steps' in limits
      ? newestFirst.slice(0, limits.steps)
      : newestFirst.filter(isAbove(inventory, limits.to));
  const files = new Map(inventory.map(({ version, file }) => [version, file]));
  const steps: DownStep[] = [];
  const lacking: string[] = [];
  for (const row of chosen) {
    const file = files.get(row.version);
    if (file?.down) steps.push({ row, file, down: file.down });
    else lacking.push(file ? `${file.name}.down.sql` : `${row.name} (no file at all)`);
  }
  if (lacking.length > 0) {
    throw new ConfitureError('ROLLBACK_IMPOSSIBLE', `cannot roll back, missing: ${lacking.join(', ')}`, {
      hint: `Nothing was changed. ${lackingHint(chosen.map(({ version }) => files.get(version) ?? null))}`,
      details: { missing: lacking },
    });
  }
  return steps;
}

/** What to do about migrations that cannot be undone; null stands for one without any file. */
function lackingHint(files: readonly (MigrationFile | null)[]): string {
  const isGone = files.some((file) => file === null);
  const isFinal = files.some((file) => file !== null && file.down === null);
  return [
    ...(isGone ? ['Restore the files that are gone from version control.'] : []),
    ...(isFinal ? ['Write the missing .down.sql files, or move forward with a new migration.'] : []),
  ].join(' ');
}

function isAbove(inventory: readonly InventoryEntry[], to: string): (row: LedgerRow) => boolean {
  const target = findTarget(inventory, to);
  if (!target.row) {
    throw new ConfitureError('TARGET_UNKNOWN', `${target.name} is not applied`, {
      hint: '`confiture migrate status` shows what is.',
    });
  }
  const kept = new Set(inventory.slice(0, inventory.indexOf(target) + 1).map(({ version }) => version));
  return ({ version }) => !kept.has(version);
}
