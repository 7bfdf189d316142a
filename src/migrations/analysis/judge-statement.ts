import type { AlterSubscriptionStmt, AlterTableStmt, DefElem, Node, ReindexStmt } from 'libpg-query';

/**
 * The command in a parsed statement that PostgreSQL refuses inside a transaction block, or null.
 * The list is that of the server's `PreventInTransactionBlock` calls, as far as a statement's text decides; what
 * depends on the catalogue (REINDEX or CLUSTER of a partitioned table) needs the `no-transaction` directive.
 */
export function nonTransactionalCommand(node: Node): string | null {
  return indexCommand(node) ?? clusterWideCommand(node) ?? subscriptionCommand(node) ?? tableCommand(node);
}

function indexCommand(node: Node): string | null {
  if ('IndexStmt' in node) return node.IndexStmt.concurrent ? 'CREATE INDEX CONCURRENTLY' : null;
  if ('DropStmt' in node) return node.DropStmt.concurrent ? 'DROP INDEX CONCURRENTLY' : null;
  if ('ReindexStmt' in node) return reindexCommand(node.ReindexStmt);
  return null;
}

function reindexCommand({ kind, params = [] }: ReindexStmt): string | null {
  const wide = /^REINDEX_OBJECT_(SCHEMA|DATABASE|SYSTEM)$/.exec(kind ?? '');
  if (wide !== null) return `REINDEX ${wide[1]}`;
  return isOn(optionOf(params, 'concurrently'), false) ? 'REINDEX CONCURRENTLY' : null;
}

function clusterWideCommand(node: Node): string | null {
  if ('CreatedbStmt' in node) return 'CREATE DATABASE';
  if ('DropdbStmt' in node) return 'DROP DATABASE';
  if ('CreateTableSpaceStmt' in node) return 'CREATE TABLESPACE';
  if ('DropTableSpaceStmt' in node) return 'DROP TABLESPACE';
  if ('AlterSystemStmt' in node) return 'ALTER SYSTEM';
  if ('AlterDatabaseStmt' in node) {
    const moves = optionOf(node.AlterDatabaseStmt.options, 'tablespace') !== undefined;
    return moves ? 'ALTER DATABASE SET TABLESPACE' : null;
  }
  if ('DiscardStmt' in node) return node.DiscardStmt.target === 'DISCARD_ALL' ? 'DISCARD ALL' : null;
  return preparedCommand(node);
}

function preparedCommand(node: Node): string | null {
  if (!('TransactionStmt' in node)) return null;
  const { kind } = node.TransactionStmt;
  if (kind === 'TRANS_STMT_COMMIT_PREPARED') return 'COMMIT PREPARED';
  return kind === 'TRANS_STMT_ROLLBACK_PREPARED' ? 'ROLLBACK PREPARED' : null;
}

function subscriptionCommand(node: Node): string | null {
  if ('CreateSubscriptionStmt' in node) {
    const { options } = node.CreateSubscriptionStmt;
    const connects = isOn(optionOf(options, 'connect'), true);
    return isOn(optionOf(options, 'create_slot'), connects) ? 'CREATE SUBSCRIPTION' : null;
  }
  if ('DropSubscriptionStmt' in node) return 'DROP SUBSCRIPTION';
  if ('AlterSubscriptionStmt' in node)
    return altersRemotely(node.AlterSubscriptionStmt) ? 'ALTER SUBSCRIPTION' : null;
  return null;
}

function altersRemotely({ kind, options }: AlterSubscriptionStmt): boolean {
  if (kind === 'ALTER_SUBSCRIPTION_OPTIONS') {
    return optionOf(options, 'failover') !== undefined || optionOf(options, 'two_phase') !== undefined;
  }
  if (kind?.endsWith('_PUBLICATION')) return isOn(optionOf(options, 'refresh'), true);
  return kind === 'ALTER_SUBSCRIPTION_REFRESH';
}

function tableCommand(node: Node): string | null {
  if ('VacuumStmt' in node) return node.VacuumStmt.is_vacuumcmd ? 'VACUUM' : null;
  if ('ClusterStmt' in node) return node.ClusterStmt.relation === undefined ? 'CLUSTER' : null;
  if ('AlterTableStmt' in node) return detaches(node.AlterTableStmt) ? 'DETACH PARTITION CONCURRENTLY' : null;
  return null;
}

function detaches({ cmds = [] }: AlterTableStmt): boolean {
  return cmds.some((command) => {
    if (!('AlterTableCmd' in command) || command.AlterTableCmd.subtype !== 'AT_DetachPartition') return false;
    const { def } = command.AlterTableCmd;
    return def !== undefined && 'PartitionCmd' in def && def.PartitionCmd.concurrent === true;
  });
}

function optionOf(options: readonly Node[] | undefined, name: string): DefElem | undefined {
  for (const option of options ?? []) {
    if ('DefElem' in option && option.DefElem.defname === name) return option.DefElem;
  }
  return undefined;
}

/** Value of a boolean option by the server's rules: named without a value it is on. */
function isOn(option: DefElem | undefined, otherwise: boolean): boolean {
  if (option === undefined) return otherwise;
  const { arg } = option;
  if (arg === undefined) return true;
  if ('Integer' in arg) return (arg.Integer.ival ?? 0) !== 0;
  if ('Boolean' in arg) return arg.Boolean.boolval === true;
  return !/^(false|off)$/i.test(wordOf(arg) ?? '');
}

/** The grammar takes a bare `off` for the name of a type. */
function wordOf(arg: Node): string | undefined {
  if ('String' in arg) return arg.String.sval;
  if (!('TypeName' in arg)) return undefined;
  const name = arg.TypeName.names?.at(-1);
  return name !== undefined && 'String' in name ? name.String.sval : undefined;
}
