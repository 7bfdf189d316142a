import type { AlterObjectSchemaStmt, ObjectType, RenameStmt } from 'libpg-query';
import { type Assessment, assessment, finding, type LockMode } from '../assessment.js';
import type { Handlers } from '../handlers.js';
import type { KnownObjects } from '../known-objects.js';
import { nameOfRange, writtenColumn, writtenName } from '../object-names.js';
import { objectWords } from '../object-words.js';
import { lockOn } from './table-lock.js';

/** ALTER … RENAME and ALTER … SET SCHEMA. */
export const renames = { RenameStmt: rename, AlterObjectSchemaStmt: setSchema } satisfies Handlers;

const RELATIONS: ReadonlySet<ObjectType> = new Set<ObjectType>([
  'OBJECT_TABLE',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_FOREIGN_TABLE',
  'OBJECT_SEQUENCE',
  'OBJECT_INDEX',
]);

/** Those that programs name in their statements. */
const NAMED_BY_CLIENTS: ReadonlySet<ObjectType> = new Set<ObjectType>([
  'OBJECT_TABLE',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_FOREIGN_TABLE',
]);

function rename(statement: RenameStmt, known: KnownObjects): Assessment {
  const { renameType = 'OBJECT_TABLE', relation, subname = '', newname = '' } = statement;
  const command = `ALTER ${objectWords(renameType)} RENAME`;
  if (relation === undefined) return renameOther(statement, command, known);
  const table = nameOfRange(relation);
  if (renameType === 'OBJECT_COLUMN' || renameType === 'OBJECT_ATTRIBUTE') {
    const isNew = known.isNewColumn(table, subname);
    const locks = lockOn(table, known);
    known.columnRenamed(table, subname, newname);
    const findings = isNew ? [] : [finding('renaming-column', writtenColumn(writtenName(table), subname))];
    return assessment('ALTER TABLE RENAME COLUMN', isNew ? 'additive' : 'reversible', { locks, findings });
  }
  const isNew = known.isNew(table);
  const mode: LockMode = renameType === 'OBJECT_INDEX' ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  const locks = lockOn(table, known, mode);
  if (!RELATIONS.has(renameType)) return assessment(command, isNew ? 'additive' : 'reversible', { locks });
  known.renamed(table, { name: newname });
  const findings =
    isNew || !NAMED_BY_CLIENTS.has(renameType) ? [] : [finding('renaming-table', writtenName(table))];
  return assessment(command, isNew ? 'additive' : 'reversible', { locks, findings });
}

/** Objects that are no relations; the name of a schema is in the statements of programs too. */
function renameOther(
  { renameType, subname = '' }: RenameStmt,
  command: string,
  known: KnownObjects,
): Assessment {
  const isSchema =
    renameType === 'OBJECT_SCHEMA' && !known.isNewOther('schema', { schema: null, name: subname });
  return assessment(command, 'reversible', {
    findings: isSchema ? [finding('renaming-table', subname)] : [],
  });
}

function setSchema(
  { objectType = 'OBJECT_TABLE', relation, newschema = '' }: AlterObjectSchemaStmt,
  known: KnownObjects,
): Assessment {
  const command = `ALTER ${objectWords(objectType)} SET SCHEMA`;
  if (relation === undefined) return assessment(command, 'reversible');
  const table = nameOfRange(relation);
  const isNew = known.isNew(table);
  const locks = lockOn(table, known);
  known.renamed(table, { schema: newschema });
  const findings =
    isNew || !NAMED_BY_CLIENTS.has(objectType) ? [] : [finding('renaming-table', writtenName(table))];
  return assessment(command, isNew ? 'additive' : 'reversible', { locks, findings });
}
