import { quoteLiteral } from '../../database/quote.js';
import { isUnchanged } from '../../migrations/files/load-migration.js';
import type { MigrationFile } from '../../migrations/folder/discover.js';
import { ledgerName, readLedger } from '../../runner/ledger/ledger.js';
import { refuseLedgerElsewhere } from '../../runner/ledger/ledger-elsewhere.js';
import { type InventoryEntry, isPending, takeInventory } from '../../runner/plan/plan.js';
import { refuseUnsafeLedger } from '../../runner/session/refuse-session.js';
import { type Check, failed, ok, warning } from './check.js';
import type { DoctorContext } from './context.js';

/** Columns of the table as the Python tool makes it; `applied_by` came later and is added where it is missing. */
const COLUMNS = 'id pk_confiture slug version name applied_at execution_time_ms checksum applied_by'.split(
  ' ',
);
const ADDED = 'applied_by';

interface ColumnRow {
  readonly name: string;
  /** Takes no null and has no value of its own: a row cannot be written without it. */
  readonly demanding: boolean;
}

/** Whether the ledger is there, has its shape, and agrees with the files. */
export async function checkLedger(
  { connection, facts }: DoctorContext,
  files: readonly MigrationFile[],
): Promise<Check> {
  const { ledger } = facts;
  refuseUnsafeLedger(facts);
  await refuseLedgerElsewhere(connection, facts, files);
  const name = `${ledger.schema}.${ledger.table}`;
  if (!ledger.exists)
    return ok('ledger', `${name} is not there yet: nothing was applied, and the first run makes it`);
  const columns = await connection.query<ColumnRow>(
    `select a.attname as name,
      a.attnotnull and not a.atthasdef and a.attidentity = '' and a.attgenerated = '' as demanding
    from pg_attribute a
    where a.attrelid = to_regclass(${quoteLiteral(ledgerName(ledger))}) and a.attnum > 0 and not a.attisdropped
    order by a.attnum`,
  );
  const shape = checkShape(name, columns);
  if (shape?.verdict === 'failed') return shape;
  const inventory = takeInventory(files, await readLedger(connection, ledger), isUnchanged);
  return checkFilesOf(inventory) ?? shape ?? ok('ledger', `${name}: ${counted(inventory)}`);
}

function checkShape(ledger: string, columns: readonly ColumnRow[]): Check | null {
  const missing = COLUMNS.filter((name) => name !== ADDED && !columns.some((column) => column.name === name));
  const extra = columns.filter(({ name }) => !COLUMNS.includes(name));
  const demanding = extra.filter((column) => column.demanding);
  const hint =
    'Name another table with migration.tracking_table, or bring this one into the shape of the ledger.';
  if (missing.length > 0)
    return failed('ledger', 'LEDGER_UNUSABLE', `${ledger} lacks ${missing.join(', ')}`, hint);
  if (demanding.length > 0)
    return failed(
      'ledger',
      'LEDGER_UNUSABLE',
      `${ledger} demands a value for ${demanding.map(({ name }) => name).join(', ')}, which no ledger has`,
      'Give these columns a default, or drop them.',
    );
  if (extra.length === 0) return null;
  return warning(
    'ledger',
    `${ledger} has further columns, which are left alone: ${extra.map(({ name }) => name).join(', ')}`,
    'Keep them where another tool needs them.',
  );
}

function checkFilesOf(inventory: readonly InventoryEntry[]): Check | null {
  const named = (state: InventoryEntry['state']) =>
    inventory.filter((entry) => entry.state === state).map(({ name }) => name);
  const [changed, missing, late] = [named('changed'), named('missing'), named('out_of_order')];
  if (changed.length > 0)
    return failed(
      'ledger',
      'FILES_CHANGED',
      `applied files were edited: ${listed(changed)}`,
      'Restore them from version control, or accept them with `confiture migrate verify --fix`.',
    );
  if (missing.length > 0)
    return warning(
      'ledger',
      `applied files are missing: ${listed(missing)}`,
      'Restore them from version control; without them nobody can build this database anew.',
    );
  if (late.length === 0) return null;
  return warning(
    'ledger',
    `pending files are older than applied ones: ${listed(late)}`,
    'The next `confiture migrate up` runs them after the later ones; renumber them where that is wrong.',
  );
}

const MOST_NAMED = 5;

/** The first few names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function counted(inventory: readonly InventoryEntry[]): string {
  const pending = inventory.filter(isPending).length;
  return `${inventory.length - pending} applied, ${pending} pending`;
}
