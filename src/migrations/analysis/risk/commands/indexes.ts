import type { IndexStmt, Node, ReindexStmt } from 'libpg-query';
import { type Assessment, assessment, finding, unclassified } from '../assessment.js';
import type { Handlers } from '../handlers.js';
import type { KnownObjects } from '../known-objects.js';
import { nameOfRange, writtenRange } from '../object-names.js';
import { lockOn } from './table-lock.js';

export const indexes = { IndexStmt: createIndex, ReindexStmt: reindex } satisfies Handlers;

function createIndex(statement: IndexStmt, known: KnownObjects): Assessment {
  const { idxname, relation = {}, concurrent = false, if_not_exists: ifMissing = false } = statement;
  const table = nameOfRange(relation);
  const isNew = known.isNew(table);
  if (idxname !== undefined) known.created({ schema: table.schema, name: idxname }, { ifMissing });
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
  const isConcurrent = params.some(isConcurrently);
  const command = `REINDEX ${what}${isConcurrent ? ' CONCURRENTLY' : ''}`;
  if (relation !== undefined && known.isNew(nameOfRange(relation))) return assessment(command, 'additive');
  const subject = relation === undefined ? (name ?? null) : writtenRange(relation);
  const table = relation !== undefined && what === 'TABLE' ? nameOfRange(relation) : null;
  if (isConcurrent) {
    const locks = table === null ? [] : lockOn(table, known, 'SHARE UPDATE EXCLUSIVE');
    return assessment(command, 'additive', { locks, scans: true });
  }
  const locks =
    table === null && relation !== undefined
      ? lockOn(nameOfRange(relation), known)
      : table === null
        ? []
        : lockOn(table, known, 'SHARE');
  return assessment(command, 'lock_risky', {
    locks,
    scans: true,
    findings: [finding('require-concurrent-reindex', subject)],
  });
}

function isConcurrently(node: Node): boolean {
  return 'DefElem' in node && node.DefElem.defname === 'concurrently';
}
