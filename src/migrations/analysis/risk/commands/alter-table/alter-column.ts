import type { AlterTableCmd, ColumnDef, Constraint, Node } from 'libpg-query';
import { type Assessment, assessment, finding, type RiskFinding, type TableLock } from '../../assessment.js';
import { columnTypeOf, keepsBytes } from '../../column-type.js';
import { columnIn } from '../../expressions.js';
import type { KnownObjects } from '../../known-objects.js';
import {
  nameOfParts,
  nameOfRange,
  type ObjectName,
  partsOf,
  writtenColumn,
  writtenName,
} from '../../object-names.js';
import { type NewColumn, newColumn, rememberColumn, styleOf } from '../new-columns.js';
import { lockOn } from '../table-lock.js';

export function addColumn({ def }: AlterTableCmd, table: ObjectName, known: KnownObjects): Assessment {
  const column = columnDefinition(def);
  const isNew = known.isNew(table);
  const made = withDomain(newColumn(column), column, known);
  const subject = writtenColumn(writtenName(table), made.name);
  const findings = [...(isNew ? [] : risksOf(made, subject)), ...styleOf(table, column)];
  const scans =
    !isNew && (made.constraints.some(isChecked) || isRequired(made) || buildsIndex(made) || looksUp(made));
  const locks = [...lockOn(table, known), ...referenced(made, known)];
  rememberColumn(known, table, column);
  return assessment('ADD COLUMN', scans || (!isNew && made.isComputed) ? 'lock_risky' : 'additive', {
    locks: isNew ? referenced(made, known) : locks,
    rewrites: !isNew && made.isComputed,
    scans,
    findings,
  });
}

/** Values of a domain with constraints are checked one by one, so they are written one by one. */
function withDomain(made: NewColumn, { typeName }: ColumnDef, known: KnownObjects): NewColumn {
  const type = nameOfParts((typeName?.names ?? []).flatMap(partsOf));
  if (type === undefined || !known.isCheckedDomain(type)) return made;
  return { ...made, isComputed: true };
}

function risksOf(column: NewColumn, subject: string): RiskFinding[] {
  const has = (wanted: Constraint['contype']) => column.constraints.some(({ contype }) => contype === wanted);
  const found = (rule: RiskFinding['rule'], applies: boolean) => (applies ? [finding(rule, subject)] : []);
  return [
    ...found('adding-field-with-default', column.isComputed),
    ...found('adding-required-field', isRequired(column)),
    ...found('adding-serial-primary-key-field', has('CONSTR_PRIMARY')),
    ...found('disallowed-unique-constraint', has('CONSTR_UNIQUE')),
    ...found('constraint-missing-not-valid', column.constraints.some(isChecked)),
    ...found('adding-foreign-key-constraint', looksUp(column)),
  ];
}

function isChecked({ contype, is_enforced, skip_validation }: Constraint): boolean {
  return contype === 'CONSTR_CHECK' && is_enforced === true && !skip_validation;
}

function isRequired({ isNotNull, hasDefault }: NewColumn): boolean {
  return isNotNull && !hasDefault;
}

/** Without a default all values of a foreign key are null, and none has to be looked up. */
function looksUp({ constraints, hasDefault }: NewColumn): boolean {
  return (
    hasDefault && constraints.some(({ contype, is_enforced }) => contype === 'CONSTR_FOREIGN' && is_enforced)
  );
}

function buildsIndex({ constraints }: NewColumn): boolean {
  return constraints.some(({ contype }) => contype === 'CONSTR_PRIMARY' || contype === 'CONSTR_UNIQUE');
}

function referenced({ constraints }: NewColumn, known: KnownObjects): TableLock[] {
  return constraints.flatMap(({ pktable }) =>
    pktable === undefined ? [] : lockOn(nameOfRange(pktable), known, 'SHARE ROW EXCLUSIVE'),
  );
}

export function dropColumn(
  { name = '', behavior }: AlterTableCmd,
  table: ObjectName,
  known: KnownObjects,
): Assessment {
  const locks = lockOn(table, known);
  const isNew = known.isNewColumn(table, name);
  known.columnDropped(table, name);
  const subject = writtenColumn(writtenName(table), name);
  if (isNew) return assessment('DROP COLUMN', known.isNew(table) ? 'additive' : 'reversible', { locks });
  const findings = [
    finding('ban-drop-column', subject),
    ...(behavior === 'DROP_CASCADE' ? [finding('ban-drop-cascade', subject)] : []),
  ];
  return assessment('DROP COLUMN', 'destructive', { locks, findings });
}

export function setNotNull({ name = '' }: AlterTableCmd, table: ObjectName, known: KnownObjects): Assessment {
  const locks = lockOn(table, known);
  const isNew = known.isNew(table);
  const isProven = isNew || known.isKnownNotNull(table, name);
  known.columnChanged(table, name, { isNotNull: true });
  if (isProven) return assessment('ALTER COLUMN SET NOT NULL', isNew ? 'additive' : 'reversible', { locks });
  const findings = [finding('adding-not-nullable-field', writtenColumn(writtenName(table), name))];
  return assessment('ALTER COLUMN SET NOT NULL', 'lock_risky', { locks, scans: true, findings });
}

export function dropNotNull(
  { name = '' }: AlterTableCmd,
  table: ObjectName,
  known: KnownObjects,
): Assessment {
  const locks = lockOn(table, known);
  const isNew = known.isNewColumn(table, name);
  known.columnChanged(table, name, { isNotNull: false });
  const findings = isNew ? [] : [finding('ban-drop-not-null', writtenColumn(writtenName(table), name))];
  return assessment('ALTER COLUMN DROP NOT NULL', isNew ? 'additive' : 'reversible', { locks, findings });
}

export function alterColumnType(
  { name = '', def }: AlterTableCmd,
  table: ObjectName,
  known: KnownObjects,
): Assessment {
  const column = columnDefinition(def);
  const to = columnTypeOf(column.typeName);
  const from = known.columnType(table, name);
  const subject = writtenColumn(writtenName(table), name);
  const [locks, isNew, isNewColumn] = [
    lockOn(table, known),
    known.isNew(table),
    known.isNewColumn(table, name),
  ];
  known.columnChanged(table, name, { type: to });
  if (isNew) return assessment('ALTER COLUMN TYPE', 'additive', { findings: [] });
  const converts = column.raw_default !== undefined && !isCastOf(column.raw_default, name);
  // Another collation has the indexes of the column built anew.
  const collates = column.collClause !== undefined;
  const rewrites = converts || from === null || to === null || !keepsBytes(from, to);
  return assessment('ALTER COLUMN TYPE', rewrites || collates ? 'lock_risky' : 'reversible', {
    locks,
    rewrites,
    scans: collates,
    findings: [
      ...(isNewColumn ? [] : [finding('changing-column-type', subject)]),
      ...(converts && !isNewColumn ? [finding('converting-values', subject)] : []),
      ...(rewrites && isNewColumn ? [finding('rewriting-table', subject)] : []),
    ],
  });
}

/** `USING column` and `USING column::type`, which is what happens without USING too. */
function isCastOf(expression: Node, column: string): boolean {
  if ('TypeCast' in expression) {
    return expression.TypeCast.arg !== undefined && isCastOf(expression.TypeCast.arg, column);
  }
  return columnIn(expression) === column;
}

function columnDefinition(def: Node | undefined): ColumnDef {
  return def !== undefined && 'ColumnDef' in def ? def.ColumnDef : {};
}
