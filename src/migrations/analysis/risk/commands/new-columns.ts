import type { ColumnDef, Constraint, Node } from 'libpg-query';
import { finding, type RiskFinding } from '../assessment.js';
import { columnTypeOf, isSerial, storedType } from '../column-type.js';
import { isVolatile, provenNotNull } from '../expressions.js';
import type { KnownObjects } from '../known-objects.js';
import { nameOfRange, type ObjectName, writtenColumn, writtenName } from '../object-names.js';

/** What decides how a new column is made. */
export interface NewColumn {
  readonly name: string;
  /** Each row needs a value that has to be written into it. */
  readonly isComputed: boolean;
  readonly hasDefault: boolean;
  readonly isNotNull: boolean;
  readonly constraints: readonly Constraint[];
}

export function newColumn(column: ColumnDef): NewColumn {
  const constraints = constraintsOf(column.constraints);
  const has = (kind: Constraint['contype']) => constraints.find(({ contype }) => contype === kind);
  const value = has('CONSTR_DEFAULT')?.raw_expr;
  const generated = has('CONSTR_GENERATED');
  const serial = isSerial(columnTypeOf(column.typeName));
  const isPrimary = has('CONSTR_PRIMARY') !== undefined;
  return {
    name: column.colname ?? '',
    isComputed:
      serial ||
      has('CONSTR_IDENTITY') !== undefined ||
      (generated !== undefined && generated.generated_kind !== 'v') ||
      (value !== undefined && isVolatile(value)),
    hasDefault:
      serial ||
      generated !== undefined ||
      has('CONSTR_IDENTITY') !== undefined ||
      (value !== undefined && !isNull(value)),
    isNotNull:
      isPrimary || has('CONSTR_NOTNULL') !== undefined || serial || has('CONSTR_IDENTITY') !== undefined,
    constraints,
  };
}

/** Remembers a column of a table. */
export function rememberColumn(known: KnownObjects, table: ObjectName, column: ColumnDef): void {
  const { name, isNotNull, constraints } = newColumn(column);
  known.columnAdded(table, name, storedType(column), isNotNull);
  for (const constraint of constraints) rememberConstraint(known, table, constraint, name);
}

/** Remembers what a constraint proves, or which table it refers to. `column` is the one that it is written at. */
export function rememberConstraint(
  known: KnownObjects,
  table: ObjectName,
  constraint: Constraint,
  column?: string,
): void {
  const { contype, conname = `unnamed ${constraint.location}`, raw_expr, keys = [], pktable } = constraint;
  if (pktable !== undefined) {
    const columns = column === undefined ? namesOf(constraint.fk_attrs ?? []) : [column];
    const name = constraint.conname ?? [table.name, ...columns, 'fkey'].join('_');
    known.referenceAdded(table, name, nameOfRange(pktable));
  }
  const isValid = !constraint.skip_validation;
  if (contype === 'CONSTR_CHECK')
    known.checkAdded(table, conname, { columns: provenNotNull(raw_expr), isValid });
  if (contype === 'CONSTR_NOTNULL' && keys.length > 0)
    known.checkAdded(table, conname, { columns: namesOf(keys), isValid });
}

export function constraintsOf(nodes: readonly Node[] | undefined): Constraint[] {
  return (nodes ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
}

export function namesOf(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
}

/** Advice about the type of a column. */
export function styleOf(table: ObjectName, column: ColumnDef): RiskFinding[] {
  const type = columnTypeOf(column.typeName);
  if (type === null) return [];
  const subject = writtenColumn(writtenName(table), column.colname);
  const found = (rule: RiskFinding['rule'], applies: boolean) => (applies ? [finding(rule, subject)] : []);
  const { name, modifiers } = type;
  return [
    ...found('prefer-bigint-over-int', name === 'int4' || name === 'serial' || name === 'serial4'),
    ...found('prefer-bigint-over-smallint', name === 'int2' || name === 'smallserial' || name === 'serial2'),
    ...found('prefer-identity', isSerial(type)),
    ...found('prefer-text-field', name === 'varchar' && modifiers.length > 0),
    ...found('prefer-timestamp-tz', name === 'timestamp'),
    ...found('ban-char-field', name === 'bpchar'),
  ];
}

function isNull(value: Node): boolean {
  if ('A_Const' in value) return value.A_Const.isnull === true;
  return 'TypeCast' in value && value.TypeCast.arg !== undefined && isNull(value.TypeCast.arg);
}
