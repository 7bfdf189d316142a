import type {
  DeleteStmt,
  InsertStmt,
  MergeStmt,
  Node,
  RangeVar,
  TruncateStmt,
  UpdateStmt,
} from 'libpg-query';
import {
  type Assessment,
  assessment,
  combined,
  finding,
  type RiskFinding,
  type TableLock,
  unclassified,
} from '../assessment.js';
import { unknownCallIn, walk } from '../expressions.js';
import type { Handlers } from '../handlers.js';
import type { KnownObjects } from '../known-objects.js';
import { nameOfRange, rangesOf, writtenRange } from '../object-names.js';
import { filledColumns } from './backfill.js';

/** Statements that change rows. */
export const rows = {
  InsertStmt: insert,
  UpdateStmt: update,
  DeleteStmt: remove,
  MergeStmt: merge,
  TruncateStmt: truncate,
} satisfies Handlers;

/** What one of these does, also inside of another statement; null for any other node. */
export function assessRows(node: Node, known: KnownObjects): Assessment | null {
  if ('InsertStmt' in node) return insert(node.InsertStmt, known);
  if ('UpdateStmt' in node) return update(node.UpdateStmt, known);
  if ('DeleteStmt' in node) return remove(node.DeleteStmt, known);
  return 'MergeStmt' in node ? merge(node.MergeStmt, known) : null;
}

function insert(statement: InsertStmt, known: KnownObjects): Assessment {
  const { relation = {}, onConflictClause } = statement;
  const overwrites = onConflictClause?.action === 'ONCONFLICT_UPDATE' && !known.isNew(nameOfRange(relation));
  const findings = overwrites ? [finding('overwriting-values', writtenRange(relation))] : [];
  return withParts(
    'INSERT',
    assessment('INSERT', 'additive', { locks: writes(relation, known), findings }),
    statement,
    known,
  );
}

function update(statement: UpdateStmt, known: KnownObjects): Assessment {
  const { relation = {}, whereClause } = statement;
  const table = nameOfRange(relation);
  if (known.isNew(table)) return withParts('UPDATE', assessment('UPDATE', 'additive'), statement, known);
  const subject = writtenRange(relation);
  const findings: RiskFinding[] = [];
  if (whereClause === undefined || isConstant(whereClause))
    findings.push(finding('update-without-where', subject));
  if (overwritten(statement, known).length > 0) findings.push(finding('overwriting-values', subject));
  const own = assessment('UPDATE', 'reversible', { locks: writes(relation, known), findings });
  return withParts('UPDATE', own, statement, known);
}

/** Columns whose values are replaced: neither added by the plan, nor null in the rows it takes. */
function overwritten(statement: UpdateStmt, known: KnownObjects): string[] {
  const { relation = {}, targetList = [] } = statement;
  const filled = new Set(filledColumns(statement));
  const table = nameOfRange(relation);
  return targetList
    .flatMap((node) => ('ResTarget' in node ? [node.ResTarget.name ?? ''] : []))
    .filter((column) => !filled.has(column) && !known.isNewColumn(table, column));
}

function remove(statement: DeleteStmt, known: KnownObjects): Assessment {
  const { relation = {}, whereClause } = statement;
  if (known.isNew(nameOfRange(relation)))
    return withParts('DELETE', assessment('DELETE', 'additive'), statement, known);
  const rule =
    whereClause === undefined || isConstant(whereClause) ? 'delete-without-where' : 'deleting-rows';
  const findings = [finding(rule, writtenRange(relation))];
  const own = assessment('DELETE', 'destructive', { locks: writes(relation, known), findings });
  return withParts('DELETE', own, statement, known);
}

function merge(statement: MergeStmt, known: KnownObjects): Assessment {
  const { relation = {}, mergeWhenClauses = [] } = statement;
  const subject = writtenRange(relation);
  const does = (command: string) =>
    mergeWhenClauses.some(
      (node) => 'MergeWhenClause' in node && node.MergeWhenClause.commandType === command,
    );
  const isNew = known.isNew(nameOfRange(relation));
  const findings = [
    ...(!isNew && does('CMD_DELETE') ? [finding('deleting-rows', subject)] : []),
    ...(!isNew && does('CMD_UPDATE') ? [finding('overwriting-values', subject)] : []),
  ];
  return withParts(
    'MERGE',
    assessment('MERGE', 'additive', { locks: writes(relation, known), findings }),
    statement,
    known,
  );
}

/** Adds what the statements below it change, and what its functions may do. */
function withParts(command: string, own: Assessment, statement: object, known: KnownObjects): Assessment {
  const parts = [own];
  const unknown = unknownCallIn(statement);
  if (unknown !== null) parts.push(unclassified(command, unknown));
  walk(Object.values(statement), (node) => {
    const below = assessRows(node, known);
    if (below === null) return undefined;
    parts.push(below);
    return false;
  });
  return combined(command, parts);
}

/** `where true` and its like. */
function isConstant(condition: Node): boolean {
  let reads = false;
  walk(condition, (node) => {
    if (
      'ColumnRef' in node ||
      'SubLink' in node ||
      'FuncCall' in node ||
      'ParamRef' in node ||
      'CurrentOfExpr' in node
    )
      reads = true;
    return undefined;
  });
  return !reads;
}

function truncate({ relations, behavior }: TruncateStmt, known: KnownObjects): Assessment {
  const rule = behavior === 'DROP_CASCADE' ? 'ban-truncate-cascade' : 'ban-truncate';
  const old = rangesOf(relations).filter((range) => !known.isNew(nameOfRange(range)));
  return assessment('TRUNCATE', 'additive', {
    locks: old.map((range) => ({ mode: 'ACCESS EXCLUSIVE', table: writtenRange(range) })),
    findings: old.map((range) => finding(rule, writtenRange(range))),
  });
}

/** The lock of a statement that changes rows; none on a table that the plan created. */
export function writes(relation: RangeVar, known: KnownObjects): TableLock[] {
  if (known.isNew(nameOfRange(relation))) return [];
  return [{ mode: 'ROW EXCLUSIVE', table: writtenRange(relation) }];
}
