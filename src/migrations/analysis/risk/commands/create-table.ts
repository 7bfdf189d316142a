import type { ColumnDef, CreateStmt, CreateTableAsStmt, IntoClause, Node } from 'libpg-query';
import { type Assessment, assessment, combined, type TableLock, unclassified } from '../assessment.js';
import { unknownCallIn } from '../expressions.js';
import type { Handlers } from '../handlers.js';
import type { KnownObjects } from '../known-objects.js';
import { nameOfRange, rangesOf, writtenRange } from '../object-names.js';
import { constraintsOf, rememberColumn, rememberConstraint, styleOf } from './new-columns.js';
import { assessQuery } from './queries.js';

/** Statements that make tables. */
export const createTable = {
  CreateStmt: (statement, known) => create(statement, known, 'CREATE TABLE'),
  CreateForeignTableStmt: ({ base = {} }, known) => create(base, known, 'CREATE FOREIGN TABLE'),
  CreateTableAsStmt: createAs,
} satisfies Handlers;

function create(statement: CreateStmt, known: KnownObjects, command: string): Assessment {
  const { relation = {}, tableElts = [], if_not_exists: ifMissing = false } = statement;
  const table = nameOfRange(relation);
  const locks = [...parentLocks(statement, known), ...referencedLocks(tableElts, known)];
  known.created(table, { ifMissing });
  const columns = tableElts.flatMap((node) => ('ColumnDef' in node ? [node.ColumnDef] : []));
  if (known.isNew(table)) {
    for (const column of columns) rememberColumn(known, table, column);
    for (const constraint of constraintsOf(tableElts)) rememberConstraint(known, table, constraint);
  }
  const findings = columns.flatMap((column: ColumnDef) => styleOf(table, column));
  return assessment(command, 'additive', { locks, findings });
}

/** A partition locks its table, a child its parents. */
function parentLocks({ partbound, inhRelations }: CreateStmt, known: KnownObjects): TableLock[] {
  const mode = partbound === undefined ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  return rangesOf(inhRelations)
    .filter((parent) => !known.isNew(nameOfRange(parent)))
    .map((parent) => ({ mode, table: writtenRange(parent) }));
}

/** A foreign key puts triggers on the table it refers to. */
function referencedLocks(elements: readonly Node[], known: KnownObjects): TableLock[] {
  const ofColumns = elements.flatMap((node) =>
    'ColumnDef' in node ? constraintsOf(node.ColumnDef.constraints) : [],
  );
  return [...constraintsOf(elements), ...ofColumns]
    .flatMap(({ pktable }) => pktable ?? [])
    .filter((referenced) => !known.isNew(nameOfRange(referenced)))
    .map((referenced) => ({ mode: 'SHARE ROW EXCLUSIVE', table: writtenRange(referenced) }));
}

/** CREATE TABLE AS and CREATE MATERIALIZED VIEW, which run their query. */
function createAs(statement: CreateTableAsStmt, known: KnownObjects): Assessment {
  const { query, into, objtype, if_not_exists: ifMissing = false } = statement;
  const command = objtype === 'OBJECT_MATVIEW' ? 'CREATE MATERIALIZED VIEW' : 'CREATE TABLE AS';
  const made = makeInto(command, into, known, ifMissing);
  if (query === undefined || into?.skipData) return made;
  return combined(command, [made, assessQuery(query, known, command)]);
}

/** The table that a query's result goes into. */
function makeInto(
  command: string,
  into: IntoClause | undefined,
  known: KnownObjects,
  ifMissing = false,
): Assessment {
  if (into?.rel !== undefined) known.created(nameOfRange(into.rel), { ifMissing });
  const unknown = unknownCallIn(into?.options);
  return unknown === null ? assessment(command, 'additive') : unclassified(command, unknown);
}
