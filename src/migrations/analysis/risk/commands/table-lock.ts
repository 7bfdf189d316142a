import type { LockMode, TableLock } from '../assessment.js';
import type { KnownObjects } from '../known-objects.js';
import { type ObjectName, writtenName } from '../object-names.js';

/** A lock on a table that was there before; none on one that the plan created, which nothing else can see. */
export function lockOn(
  table: ObjectName,
  known: KnownObjects,
  mode: LockMode = 'ACCESS EXCLUSIVE',
): TableLock[] {
  return known.isNew(table) ? [] : [{ mode, table: writtenName(table) }];
}
