import { ConfitureError } from '../../errors.js';
import { compareVersions } from '../../migrations/files/version.js';
import type { MigrationFile } from '../../migrations/folder/discover.js';
import type { RunWarning } from '../../run-events.js';
import { nearest } from '../../text/nearest.js';
import type { LedgerRow } from '../ledger/ledger.js';

/**
 * What a migration is, files and ledger taken together:
 * - `applied`, `pending`: as one would think,
 * - `out_of_order`: pending, but older than the newest applied one (a merged branch, most often),
 * - `changed`: applied, but the file is no longer what was applied,
 * - `missing`: applied, but there is no file.
 */
export type MigrationState = 'applied' | 'pending' | 'out_of_order' | 'changed' | 'missing';

/** A migration by its version, `005`, and its name, `005_add_payment_table`. */
export interface MigrationReference {
  readonly version: string;
  readonly name: string;
}

export interface InventoryEntry extends MigrationReference {
  readonly state: MigrationState;
  readonly file: MigrationFile | null;
  readonly row: LedgerRow | null;
}

/** Files and ledger side by side, in the order of versions. */
export function takeInventory(
  files: readonly MigrationFile[],
  rows: readonly LedgerRow[],
  isUnchanged: (file: MigrationFile, row: LedgerRow) => boolean,
): InventoryEntry[] {
  const byVersion = new Map(rows.map((row) => [row.version, row]));
  const fileVersions = new Set(files.map(({ version }) => version));
  const newest = rows
    .map(({ version }) => version)
    .sort(compareVersions)
    .at(-1);
  const stateOf = (file: MigrationFile): MigrationState => {
    const row = byVersion.get(file.version);
    if (row) return isUnchanged(file, row) ? 'applied' : 'changed';
    return newest !== undefined && compareVersions(file.version, newest) < 0 ? 'out_of_order' : 'pending';
  };
  const withFile = files.map((file) => ({
    version: file.version,
    name: file.name,
    state: stateOf(file),
    file,
    row: byVersion.get(file.version) ?? null,
  }));
  const withoutFile = rows
    .filter(({ version }) => !fileVersions.has(version))
    .map((row) => ({ version: row.version, name: row.name, state: 'missing' as const, file: null, row }));
  return [...withFile, ...withoutFile].sort((a, b) => compareVersions(a.version, b.version));
}

/** True for entries that `up` would apply. */
export function isPending({ state }: InventoryEntry): boolean {
  return state === 'pending' || state === 'out_of_order';
}

export interface UpPlan {
  readonly apply: readonly MigrationFile[];
  /** Pending, but beyond the target or the number of steps. */
  readonly left: readonly MigrationFile[];
  readonly warnings: readonly DriftWarning[];
}

export type DriftWarning = Extract<RunWarning, { readonly kind: 'files-missing' | 'out-of-order' }>;

export interface UpLimits {
  /** Last version to apply (inclusive): a version, `5` for `005`, or a name. */
  readonly target?: string;
  /** Number of migrations to apply at most. */
  readonly steps?: number;
  /** Turns warnings about drift into errors. */
  readonly strict?: boolean;
}

/**
 * What `up` does. Throws FILES_CHANGED where an applied file was edited: the database then differs from the
 * files, and nothing should be built on it.
 */
export function planUp(inventory: readonly InventoryEntry[], limits: UpLimits = {}): UpPlan {
  const changed = changedFiles(inventory);
  if (changed) throw changed;
  const warnings = driftWarnings(inventory);
  if (limits.strict && warnings.length > 0) {
    throw new ConfitureError('FILES_DRIFT', warnings.map(driftMessage).join('; '), {
      hint: strictHint(inventory),
    });
  }
  const pending = inventory.filter(isPending).flatMap(({ file }) => file ?? []);
  const reach = limits.target === undefined ? pending : upTo(inventory, pending, limits.target);
  const apply = reach.slice(0, limits.steps ?? reach.length);
  const chosen = new Set(apply);
  return { apply, left: pending.filter((file) => !chosen.has(file)), warnings };
}

/** What to do about drift that `--strict` refuses. */
function strictHint(inventory: readonly InventoryEntry[]): string {
  const has = (wanted: MigrationState) => inventory.some(({ state }) => state === wanted);
  return [
    ...(has('missing') ? ['Restore the missing files from version control.'] : []),
    ...(has('out_of_order') ? ['Give what is out of order a version after the newest applied one.'] : []),
    'Or run without --strict, which makes them warnings.',
  ].join(' ');
}

function upTo(
  inventory: readonly InventoryEntry[],
  pending: readonly MigrationFile[],
  target: string,
): MigrationFile[] {
  const end = inventory.indexOf(findTarget(inventory, target));
  const within = new Set(inventory.slice(0, end + 1).map(({ file }) => file));
  return pending.filter((file) => within.has(file));
}

/** Entry a person means by `target`. Throws TARGET_UNKNOWN, naming the nearest. */
export function findTarget(inventory: readonly InventoryEntry[], target: string): InventoryEntry {
  const found =
    inventory.find(({ version, name }) => version === target || name === target) ??
    inventory.find(({ version }) => compareVersions(version, target) === 0);
  if (found) return found;
  const guess = nearest(
    target,
    inventory.flatMap(({ version, name }) => [version, name]),
  );
  throw new ConfitureError('TARGET_UNKNOWN', `there is no migration "${target}"`, {
    hint: guess
      ? `Did you mean ${guess}? \`confiture migrate status\` lists all.`
      : '`confiture migrate status` lists all.',
  });
}

/** The error that an edit of an applied file ends in; null where no file was edited. */
export function changedFiles(inventory: readonly InventoryEntry[]): ConfitureError | null {
  const changed = inventory.filter(({ state }) => state === 'changed');
  const [first] = changed;
  if (!first?.file) return null;
  const names = changed.map(({ file }) => file?.up.displayPath).join(', ');
  return new ConfitureError('FILES_CHANGED', `changed after it was applied: ${names}`, {
    hint: [
      'Put the text that was applied back and write the change as a new migration.',
      ...undoing(inventory, first),
      'If the database already matches the new text, accept it with `confiture migrate verify --fix`.',
    ].join(' '),
    location: { file: first.file.up.displayPath },
    migration: first.name,
    details: { changed: changed.map(({ name }) => name) },
  });
}

/** How to undo `entry` and what came after it, where each of them has a file for that. */
function undoing(inventory: readonly InventoryEntry[], entry: InventoryEntry): string[] {
  const applied = inventory.filter(({ row }) => row !== null);
  const at = applied.indexOf(entry);
  const undone = applied.slice(at);
  if (undone.some(({ file }) => !file?.down)) return [];
  const before = applied[at - 1];
  const steps = undone.length === 1 ? 'down' : `down --steps ${undone.length}`;
  const command = undone.length > 1 && before ? `down-to ${before.version}` : steps;
  return [
    `Or, where what it made may go, undo it with \`confiture migrate ${command}\` and apply the new text.`,
  ];
}

function driftMessage({ kind, names }: DriftWarning): string {
  const drift =
    kind === 'files-missing'
      ? 'applied, but the file is missing'
      : 'out of order, older than what is applied';
  return `${drift}: ${names.join(', ')}`;
}

function driftWarnings(inventory: readonly InventoryEntry[]): DriftWarning[] {
  const list = (state: MigrationState) =>
    inventory.filter((entry) => entry.state === state).map(({ name }) => name);
  const missing = list('missing');
  const late = list('out_of_order');
  return [
    ...(missing.length > 0 ? [{ kind: 'files-missing' as const, names: missing }] : []),
    ...(late.length > 0 ? [{ kind: 'out-of-order' as const, names: late }] : []),
  ];
}
