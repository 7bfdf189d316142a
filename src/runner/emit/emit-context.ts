import type { Connection } from '../../database/connection.js';
import type { MigrationFile } from '../../migrations/folder/discover.js';
import type { RedactionOptions } from '../../redaction/redaction.js';
import type { Direction } from '../../run-events.js';
import type { LedgerRow } from '../ledger/ledger.js';
import type { RunInfo } from '../run-info.js';
import type { OpenErrors } from './open-errors.js';

/** What the events of a run are made of. */
export interface EmitContext {
  readonly direction: Direction;
  /** The migrations of the run, in their order. */
  readonly files: readonly MigrationFile[];
  /** The ledger before the run. */
  readonly rows: readonly LedgerRow[];
  readonly info: RunInfo;
  /** The session of the migrations. */
  readonly connection: Connection;
  readonly redaction: RedactionOptions;
  /** True where a gate or an approval was asked for before each migration. */
  readonly hasPreflight: boolean;
  /** Errors of earlier runs that are to be settled. */
  readonly errors: OpenErrors;
}
