import type { AlterTableCmd, PartitionCmd } from 'libpg-query';
import { type Assessment, assessment, finding } from '../../assessment.js';
import type { KnownObjects } from '../../known-objects.js';
import { nameOfRange, type ObjectName, writtenName } from '../../object-names.js';
import { lockOn } from '../table-lock.js';

/** Reads all rows of the partition, unless it is new or a constraint of it says what they hold. */
export function attachPartition({ def }: AlterTableCmd, table: ObjectName, known: KnownObjects): Assessment {
  const partition = nameOfRange(partitionOf(def).name ?? {});
  const reads = !known.isNew(partition);
  return assessment('ATTACH PARTITION', 'additive', {
    locks: [...lockOn(table, known, 'SHARE UPDATE EXCLUSIVE'), ...lockOn(partition, known)],
    scans: reads,
    findings: reads ? [finding('attaching-partition', writtenName(partition))] : [],
  });
}

export function detachPartition({ def }: AlterTableCmd, table: ObjectName, known: KnownObjects): Assessment {
  const { name = {}, concurrent = false } = partitionOf(def);
  const partition = nameOfRange(name);
  const mode = concurrent ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  const blocks = !concurrent && !known.isNew(table);
  return assessment('DETACH PARTITION', 'reversible', {
    locks: [
      ...lockOn(table, known, mode),
      ...lockOn(partition, known, concurrent ? mode : 'ACCESS EXCLUSIVE'),
    ],
    findings: blocks ? [finding('require-concurrent-partition-detach', writtenName(table))] : [],
  });
}

function partitionOf(def: AlterTableCmd['def']): PartitionCmd {
  return def !== undefined && 'PartitionCmd' in def ? def.PartitionCmd : {};
}
