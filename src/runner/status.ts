import { ConfitureError } from '../errors.js';
import { type LedgerRow, ledgerName } from './ledger.js';
import { withDatabase } from './open.js';
import { type InventoryEntry, isPending } from './plan.js';
import type { RunnerPorts, RunSettings } from './ports.js';
import { interruptedVersions } from './progress.js';

/** What is applied and what is not. */
export interface StatusResult {
  /** Table as configured, and as it was found. */
  readonly trackingTable: string;
  readonly resolvedTable: string;
  readonly entries: readonly InventoryEntry[];
  /** The newest applied migration; null where there is none. */
  readonly current: LedgerRow | null;
  readonly pending: number;
  readonly applied: number;
  /** Versions of files that were cut off half-way, outside of a transaction. */
  readonly interrupted: readonly string[];
}

/** Reads the state of the database. Takes no lock and writes nothing. Throws LEDGER_MISSING before the first run. */
export async function readStatus(ports: RunnerPorts, settings: RunSettings): Promise<StatusResult> {
  return withDatabase(ports, settings, { lock: false }, async ({ connection, facts, inventory, rows }) => {
    if (!facts.ledger.exists) throw ledgerMissing(settings, inventory.length);
    const { schema, table } = settings.trackingTable;
    return {
      trackingTable: schema ? `${schema}.${table}` : table,
      resolvedTable: ledgerName(facts.ledger).replaceAll('"', ''),
      entries: inventory,
      current: rows.at(-1) ?? null,
      pending: inventory.filter(isPending).length,
      applied: rows.length,
      interrupted: await interruptedVersions(connection, facts.ledger),
    };
  });
}

/** The ledger is made by the first `up`, so its absence says that nothing was ever applied here. */
export function ledgerMissing({ trackingTable }: RunSettings, files: number): ConfitureError {
  return new ConfitureError(
    'LEDGER_MISSING',
    `no migration was ever applied here: there is no table ${trackingTable.table}`,
    {
      hint:
        files > 0
          ? `Apply ${files === 1 ? 'the one migration' : `the ${files} migrations`} with \`confiture migrate up\`, or mark them as applied with \`confiture migrate baseline\`.`
          : 'Write the first migration with `confiture migrate generate NAME`.',
      details: { pending: files },
    },
  );
}
