import type { Direction } from '../../run-events.js';
import { assertAppliedSql, assertNotAppliedSql, deleteRowSql, insertRowSql, type Ledger } from './ledger.js';

/** What a migration of one direction changes in the ledger, and how that is recognized. */
export interface LedgerChange {
  /** Text that records the migration; `startedAt` as for `insertRowSql`. */
  rowSql(
    ledger: Ledger,
    migration: { readonly version: string; readonly name: string; readonly checksum: string },
    startedAt?: string,
  ): string;
  /** Text that fails unless the migration is recorded: nothing may follow a failure. */
  assertSql(ledger: Ledger, version: string): string;
  /** Whether the migration is recorded, by the versions in the ledger. */
  isRecorded(applied: ReadonlySet<string>, version: string): boolean;
}

export const LEDGER_CHANGES: Readonly<Record<Direction, LedgerChange>> = {
  up: {
    rowSql: insertRowSql,
    assertSql: assertAppliedSql,
    isRecorded: (applied, version) => applied.has(version),
  },
  down: {
    rowSql: (ledger, { version }) => deleteRowSql(ledger, version),
    assertSql: assertNotAppliedSql,
    isRecorded: (applied, version) => !applied.has(version),
  },
};
