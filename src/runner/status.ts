import { ConfitureError } from '../errors.js';
import { readHead } from '../migrations/check/file-head.js';
import type { RunWarning } from '../run-events.js';
import { type Interrupted, readInterrupted } from './ledger/interrupted.js';
import { type LedgerRow, ledgerName } from './ledger/ledger.js';
import { changedFiles, type InventoryEntry, isPending } from './plan/plan.js';
import type { RunnerPorts, RunSettings } from './ports.js';
import { withDatabase } from './session/open.js';
import { openUnmade } from './session/open-unmade.js';

/** Applied and pending migrations, and where they are recorded. */
export interface StatusResult {
  /** Table as it is configured. */
  readonly trackingTable: string;
  /** Null before the first run. */
  readonly resolvedTable: string | null;
  readonly entries: readonly InventoryEntry[];
  /** What people call those migrations whose files have a title, by version; masked. */
  readonly titles: ReadonlyMap<string, string>;
  /** The newest applied migration; null where there is none. */
  readonly current: LedgerRow | null;
  readonly pending: number;
  readonly applied: number;
  /** Files that were cut off half-way: outside of a transaction, or between two phases. */
  readonly interrupted: readonly Interrupted[];
  /** What keeps `up` from going on, or that there is no ledger yet; null where all is in order. */
  readonly fault: ConfitureError | null;
  /** Of the files, for instance that one holds no statement. */
  readonly warnings: readonly RunWarning[];
}

/** Reads the state of the database; before the first run everything is pending. Takes no lock and writes nothing. */
export async function readStatus(ports: RunnerPorts, settings: RunSettings): Promise<StatusResult> {
  return withDatabase(ports, settings, { lock: false }, async ({ connection, facts, inventory, rows }) => {
    const { ledger } = facts;
    const { schema, table } = settings.trackingTable;
    const { titles, warnings } = readHeads(ports, inventory);
    return {
      trackingTable: schema ? `${schema}.${table}` : table,
      resolvedTable: ledger.exists ? ledgerName(ledger).replaceAll('"', '') : null,
      entries: inventory,
      titles,
      current: rows.at(-1) ?? null,
      pending: inventory.filter(isPending).length,
      applied: rows.length,
      interrupted: ledger.exists ? await readInterrupted(connection, ledger) : [],
      fault: ledger.exists ? changedFiles(inventory) : ledgerMissing(settings, inventory.length),
      warnings,
    };
  });
}

/** The same of an embedded database that is not there yet, and that reading must not make. */
export function readUnmadeStatus(ports: RunnerPorts, settings: RunSettings): StatusResult {
  const { inventory: entries } = openUnmade(ports, settings);
  const { titles, warnings } = readHeads(ports, entries);
  const { schema, table } = settings.trackingTable;
  return {
    trackingTable: schema ? `${schema}.${table}` : table,
    resolvedTable: null,
    entries,
    titles,
    current: null,
    pending: entries.length,
    applied: 0,
    interrupted: [],
    fault: ledgerMissing(settings, entries.length),
    warnings,
  };
}

/** The titles of the files; a file without a statement is warned of as well. */
function readHeads(
  ports: RunnerPorts,
  entries: readonly InventoryEntry[],
): Pick<StatusResult, 'titles' | 'warnings'> {
  const titles = new Map<string, string>();
  const warnings: RunWarning[] = [];
  for (const { version, name, file } of entries) {
    const head = file && readHead(file.up);
    if (head?.title) titles.set(version, head.title);
    if (head?.isEmptyUnsaid) warnings.push({ kind: 'file-empty', name });
  }
  for (const warning of warnings) ports.emit({ type: 'run.warned', warning });
  return { titles, warnings };
}

/** The ledger is made by the first `up`, so its absence says that nothing was ever applied here. */
export function ledgerMissing({ trackingTable }: RunSettings, files: number): ConfitureError {
  return new ConfitureError(
    'LEDGER_MISSING',
    `no migration was ever applied here: there is no table ${trackingTable.table}`,
    {
      hint:
        files > 0
          ? `Apply ${files === 1 ? 'it' : `the ${files} migrations`} with \`confiture migrate up\`. Where the database has all that already, mark ${files === 1 ? 'it' : 'them'} as applied with \`confiture migrate baseline\`.`
          : 'Write the first migration with `confiture migrate generate NAME`.',
      details: { pending: files },
    },
  );
}
