import type { IndexStmt, RangeVar, ReindexStmt } from 'libpg-query';
import { type Assessment, assessment, finding, type TableLock, unclassified } from '../assessment.js';
import type { Handlers } from '../handlers.js';
import type { KnownObjects } from '../known-objects.js';
import { nameOfRange, writtenRange } from '../object-names.js';
import { isOption } from './option.js';
import { lockOn } from './table-lock.js';

export const indexes = { IndexStmt: createIndex, ReindexStmt: reindex } satisfies Handlers;

function createIndex(statement: IndexStmt, known: KnownObjects): Assessment {
  const { idxname, relation = {}, concurrent = false, if_not_exists: ifMissing = false } = statement;
  const table = nameOfRange(relation);
  const isNew = known.isNew(table);
  if (idxname !== undefined) {
    const index = { schema: table.schema, name: idxname };
    known.created(index, { ifMissing });
    known.indexMade(index, table);
  }
  const command = `CREATE ${statement.unique ? 'UNIQUE ' : ''}INDEX${concurrent ? ' CONCURRENTLY' : ''}`;
  if (concurrent) {
    return assessment(command, 'additive', {
      locks: lockOn(table, known, 'SHARE UPDATE EXCLUSIVE'),
      scans: !isNew,
    });
  }
  // ON ONLY a partitioned table builds nothing; on any other table it cannot be told from a plain one.
  const builds = !isNew;
  return assessment(command, 'additive', {
    locks: lockOn(table, known, 'SHARE'),
    scans: builds,
    findings: builds ? [finding('require-concurrent-index-creation', writtenRange(relation))] : [],
  });
}

function reindex({ kind, relation, name, params = [] }: ReindexStmt, known: KnownObjects): Assessment {
  if (kind === undefined) return unclassified('REINDEX');
  const what = kind.replace('REINDEX_OBJECT_', '');
  const isConcurrent = params.some((node) => isOption(node, 'concurrently'));
  const command = `REINDEX ${what}${isConcurrent ? ' CONCURRENTLY' : ''}`;
  if (relation !== undefined && known.isNew(nameOfRange(relation))) return assessment(command, 'additive');
  const subject = relation === undefined ? (name ?? null) : writtenRange(relation);
  const table = relation !== undefined && what === 'TABLE' ? nameOfRange(relation) : null;
  if (isConcurrent) {
    const locks = table === null ? [] : lockOn(table, known, 'SHARE UPDATE EXCLUSIVE');
    return assessment(command, 'additive', { locks, scans: true });
  }
  const locks = table === null ? indexLocks(relation, known) : lockOn(table, known, 'SHARE');
  return assessment(command, 'lock_risky', {
    locks,
    scans: true,
    findings: [finding('require-concurrent-reindex', subject)],
  });
}

/** REINDEX INDEX locks the index, and the writers of its table out. */
function indexLocks(relation: RangeVar | undefined, known: KnownObjects): TableLock[] {
  if (relation === undefined) return [];
  const index = nameOfRange(relation);
  const table = known.tableOfIndex(index);
  return [...lockOn(index, known), ...(table === null ? [] : lockOn(table, known, 'SHARE'))];
}
