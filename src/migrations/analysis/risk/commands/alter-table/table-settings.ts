import type { AlterTableCmd, AlterTableType } from 'libpg-query';
import { finding, type LockMode, type RiskFinding } from '../../assessment.js';
import type { Tier } from '../../tier.js';

/** A form of ALTER TABLE whose effect does not depend on what is known of the table. */
export interface TableSetting {
  readonly name: string;
  readonly mode: LockMode;
  readonly tier: Tier;
  readonly rewrites?: boolean;
  readonly rule?: (subject: string) => RiskFinding;
}

function setting(name: string, mode: LockMode = 'ACCESS EXCLUSIVE', tier: Tier = 'reversible'): TableSetting {
  return { name, mode, tier };
}

function rewriting(name: string): TableSetting {
  return { ...setting(name), rewrites: true, rule: (subject) => finding('rewriting-table', subject) };
}

const SETTINGS: Readonly<Partial<Record<AlterTableType, TableSetting>>> = {
  AT_ColumnDefault: setting('ALTER COLUMN SET DEFAULT'),
  AT_SetExpression: rewriting('ALTER COLUMN SET EXPRESSION'),
  AT_DropExpression: setting('ALTER COLUMN DROP EXPRESSION'),
  AT_SetStatistics: setting('ALTER COLUMN SET STATISTICS', 'SHARE UPDATE EXCLUSIVE'),
  AT_SetOptions: setting('ALTER COLUMN SET', 'SHARE UPDATE EXCLUSIVE'),
  AT_ResetOptions: setting('ALTER COLUMN RESET', 'SHARE UPDATE EXCLUSIVE'),
  AT_SetStorage: setting('ALTER COLUMN SET STORAGE'),
  AT_SetCompression: setting('ALTER COLUMN SET COMPRESSION'),
  AT_AlterConstraint: setting('ALTER CONSTRAINT'),
  AT_AlterColumnGenericOptions: setting('ALTER COLUMN OPTIONS'),
  AT_ChangeOwner: setting('OWNER TO'),
  AT_ClusterOn: setting('CLUSTER ON', 'SHARE UPDATE EXCLUSIVE'),
  AT_DropCluster: setting('SET WITHOUT CLUSTER', 'SHARE UPDATE EXCLUSIVE'),
  AT_SetLogged: rewriting('SET LOGGED'),
  AT_SetUnLogged: rewriting('SET UNLOGGED'),
  AT_DropOids: setting('SET WITHOUT OIDS'),
  AT_SetAccessMethod: rewriting('SET ACCESS METHOD'),
  AT_SetTableSpace: rewriting('SET TABLESPACE'),
  AT_SetRelOptions: setting('SET', 'SHARE UPDATE EXCLUSIVE'),
  AT_ResetRelOptions: setting('RESET', 'SHARE UPDATE EXCLUSIVE'),
  AT_ReplaceRelOptions: setting('SET', 'SHARE UPDATE EXCLUSIVE'),
  AT_EnableTrig: setting('ENABLE TRIGGER', 'SHARE ROW EXCLUSIVE'),
  AT_EnableAlwaysTrig: setting('ENABLE ALWAYS TRIGGER', 'SHARE ROW EXCLUSIVE'),
  AT_EnableReplicaTrig: setting('ENABLE REPLICA TRIGGER', 'SHARE ROW EXCLUSIVE'),
  AT_DisableTrig: setting('DISABLE TRIGGER', 'SHARE ROW EXCLUSIVE'),
  AT_EnableTrigAll: setting('ENABLE TRIGGER ALL', 'SHARE ROW EXCLUSIVE'),
  AT_DisableTrigAll: setting('DISABLE TRIGGER ALL', 'SHARE ROW EXCLUSIVE'),
  AT_EnableTrigUser: setting('ENABLE TRIGGER USER', 'SHARE ROW EXCLUSIVE'),
  AT_DisableTrigUser: setting('DISABLE TRIGGER USER', 'SHARE ROW EXCLUSIVE'),
  AT_EnableRule: setting('ENABLE RULE'),
  AT_EnableAlwaysRule: setting('ENABLE ALWAYS RULE'),
  AT_EnableReplicaRule: setting('ENABLE REPLICA RULE'),
  AT_DisableRule: setting('DISABLE RULE'),
  AT_AddInherit: setting('INHERIT'),
  AT_DropInherit: setting('NO INHERIT'),
  AT_AddOf: setting('OF'),
  AT_DropOf: setting('NOT OF'),
  AT_ReplicaIdentity: setting('REPLICA IDENTITY'),
  AT_EnableRowSecurity: setting('ENABLE ROW LEVEL SECURITY'),
  AT_DisableRowSecurity: setting('DISABLE ROW LEVEL SECURITY'),
  AT_ForceRowSecurity: setting('FORCE ROW LEVEL SECURITY'),
  AT_NoForceRowSecurity: setting('NO FORCE ROW LEVEL SECURITY'),
  AT_GenericOptions: setting('OPTIONS'),
  AT_DetachPartitionFinalize: setting('DETACH PARTITION FINALIZE', 'SHARE UPDATE EXCLUSIVE'),
  AT_AddIdentity: setting('ALTER COLUMN ADD GENERATED', 'ACCESS EXCLUSIVE', 'additive'),
  AT_SetIdentity: setting('ALTER COLUMN SET GENERATED'),
  AT_DropIdentity: setting('ALTER COLUMN DROP IDENTITY'),
};

/** Null for a form that is not known. */
export function settingOf({ subtype, def }: AlterTableCmd): TableSetting | null {
  if (subtype === 'AT_ColumnDefault' && def === undefined) return setting('ALTER COLUMN DROP DEFAULT');
  // Of indexes: those of tables are read.
  if (subtype === 'AT_AttachPartition')
    return setting('ATTACH PARTITION', 'SHARE UPDATE EXCLUSIVE', 'additive');
  return (subtype === undefined ? undefined : SETTINGS[subtype]) ?? null;
}
