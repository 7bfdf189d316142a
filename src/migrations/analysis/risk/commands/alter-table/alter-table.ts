import type { AlterTableCmd, AlterTableStmt, AlterTableType } from 'libpg-query';
import {
  type Assessment,
  assessment,
  combined,
  type LockMode,
  type TableLock,
  unclassified,
} from '../../assessment.js';
import type { Handlers } from '../../handlers.js';
import type { KnownObjects } from '../../known-objects.js';
import { nameOfRange, type ObjectName, writtenName } from '../../object-names.js';
import { lockOn } from '../table-lock.js';
import { addColumn, alterColumnType, dropColumn, dropNotNull, setNotNull } from './alter-column.js';
import { addConstraint, dropConstraint, validateConstraint } from './constraints.js';
import { attachPartition, detachPartition } from './partitions.js';
import { settingOf, type TableSetting } from './table-settings.js';

/** ALTER TABLE, and ALTER of objects that are stored like a table. */
export const alterTable = { AlterTableStmt: alter } satisfies Handlers;

/** One thing that ALTER TABLE does to a table, which may be new. */
type AlterPart = (command: AlterTableCmd, table: ObjectName, known: KnownObjects) => Assessment;

const PARTS: Readonly<Partial<Record<AlterTableType, AlterPart>>> = {
  AT_AddColumn: addColumn,
  AT_DropColumn: dropColumn,
  AT_AlterColumnType: alterColumnType,
  AT_SetNotNull: setNotNull,
  AT_DropNotNull: dropNotNull,
  AT_AddConstraint: addConstraint,
  AT_ValidateConstraint: validateConstraint,
  AT_DropConstraint: dropConstraint,
  AT_AttachPartition: attachPartition,
  AT_DetachPartition: detachPartition,
};

function alter(statement: AlterTableStmt, known: KnownObjects): Assessment {
  const { relation = {}, cmds = [], objtype = 'OBJECT_TABLE' } = statement;
  const table = nameOfRange(relation);
  const kind = KINDS[objtype] ?? 'TABLE';
  const parts = cmds.flatMap((node) => ('AlterTableCmd' in node ? [node.AlterTableCmd] : []));
  if (objtype === 'OBJECT_TYPE') return alterType(parts, table);
  const assessed = parts.map((part) => assessPart(part, table, known, kind));
  const [first] = assessed;
  if (first === undefined) return unclassified(`ALTER ${kind}`);
  const names = [...new Set(assessed.map(({ command }) => command))];
  return combined(`ALTER ${kind} ${names.join(', ')}`, assessed);
}

const KINDS: Readonly<Record<string, string>> = {
  OBJECT_TABLE: 'TABLE',
  OBJECT_INDEX: 'INDEX',
  OBJECT_VIEW: 'VIEW',
  OBJECT_MATVIEW: 'MATERIALIZED VIEW',
  OBJECT_SEQUENCE: 'SEQUENCE',
  OBJECT_FOREIGN_TABLE: 'FOREIGN TABLE',
};

function assessPart(
  command: AlterTableCmd,
  table: ObjectName,
  known: KnownObjects,
  kind: string,
): Assessment {
  const part = command.subtype === undefined ? undefined : PARTS[command.subtype];
  if (part !== undefined && kind !== 'INDEX') return part(command, table, known);
  const setting = settingOf(command);
  if (setting === null) return unclassified('…', writtenName(table));
  const { name, tier, rewrites = false, rule } = setting;
  const isNew = known.isNew(table);
  return assessment(name, isNew ? 'additive' : tier, {
    locks: [...lockOn(table, known, modeOf(setting, kind)), ...parentLock(command, known)],
    rewrites: rewrites && !isNew,
    findings: isNew || rule === undefined ? [] : [rule(writtenName(table))],
  });
}

/** Settings of an index never keep readers out; those of a view, which queries are planned with, always do. */
function modeOf({ mode }: TableSetting, kind: string): LockMode {
  if (kind === 'INDEX') return 'SHARE UPDATE EXCLUSIVE';
  return kind === 'VIEW' ? 'ACCESS EXCLUSIVE' : mode;
}

/** INHERIT keeps the parent as it is meanwhile. */
function parentLock({ subtype, def }: AlterTableCmd, known: KnownObjects): TableLock[] {
  if (subtype !== 'AT_AddInherit' || def === undefined || !('RangeVar' in def)) return [];
  return lockOn(nameOfRange(def.RangeVar), known, 'SHARE UPDATE EXCLUSIVE');
}

/** ALTER TYPE of a composite type: its attributes. */
function alterType(parts: readonly AlterTableCmd[], type: ObjectName): Assessment {
  const subject = writtenName(type);
  const tierOf = ({ subtype }: AlterTableCmd) => (subtype === 'AT_AddColumn' ? 'additive' : 'reversible');
  const assessed = parts.map((part) =>
    part.subtype === 'AT_DropColumn'
      ? assessment('DROP ATTRIBUTE', 'destructive')
      : assessment('ALTER TYPE', tierOf(part)),
  );
  return assessed.length === 0 ? unclassified('ALTER TYPE', subject) : combined('ALTER TYPE', assessed);
}
