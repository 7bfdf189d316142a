import type { Node, PublicationObjSpec } from 'libpg-query';
import { type Assessment, assessment, finding, unclassified } from '../assessment.js';
import type { Handlers, NodeKind } from '../handlers.js';
import type { KnownObjects } from '../known-objects.js';
import { nameOfRange } from '../object-names.js';
import type { Tier } from '../tier.js';
import { lockOn } from './table-lock.js';

/** Statements that touch no table of the plan: what they are is all there is to say. */
const PLAIN: Readonly<Partial<Record<NodeKind, readonly [command: string, tier: Tier]>>> = {
  AlterCollationStmt: ['ALTER COLLATION', 'reversible'],
  AlterDatabaseRefreshCollStmt: ['ALTER DATABASE', 'reversible'],
  AlterDatabaseSetStmt: ['ALTER DATABASE', 'reversible'],
  AlterDatabaseStmt: ['ALTER DATABASE', 'reversible'],
  AlterEventTrigStmt: ['ALTER EVENT TRIGGER', 'reversible'],
  AlterExtensionContentsStmt: ['ALTER EXTENSION', 'reversible'],
  AlterFdwStmt: ['ALTER FOREIGN DATA WRAPPER', 'reversible'],
  AlterForeignServerStmt: ['ALTER SERVER', 'reversible'],
  AlterFunctionStmt: ['ALTER FUNCTION', 'reversible'],
  AlterObjectDependsStmt: ['ALTER … DEPENDS ON EXTENSION', 'reversible'],
  AlterOperatorStmt: ['ALTER OPERATOR', 'reversible'],
  AlterOpFamilyStmt: ['ALTER OPERATOR FAMILY', 'reversible'],
  AlterOwnerStmt: ['ALTER … OWNER TO', 'reversible'],
  AlterRoleSetStmt: ['ALTER ROLE', 'reversible'],
  AlterRoleStmt: ['ALTER ROLE', 'reversible'],
  AlterStatsStmt: ['ALTER STATISTICS', 'reversible'],
  AlterSubscriptionStmt: ['ALTER SUBSCRIPTION', 'reversible'],
  AlterSystemStmt: ['ALTER SYSTEM', 'reversible'],
  AlterTableSpaceOptionsStmt: ['ALTER TABLESPACE', 'reversible'],
  AlterTSConfigurationStmt: ['ALTER TEXT SEARCH CONFIGURATION', 'reversible'],
  AlterTSDictionaryStmt: ['ALTER TEXT SEARCH DICTIONARY', 'reversible'],
  AlterTypeStmt: ['ALTER TYPE', 'reversible'],
  AlterUserMappingStmt: ['ALTER USER MAPPING', 'reversible'],
  CheckPointStmt: ['CHECKPOINT', 'additive'],
  ClosePortalStmt: ['CLOSE', 'additive'],
  ConstraintsSetStmt: ['SET CONSTRAINTS', 'additive'],
  CreateAmStmt: ['CREATE ACCESS METHOD', 'additive'],
  CreateCastStmt: ['CREATE CAST', 'additive'],
  CreateConversionStmt: ['CREATE CONVERSION', 'additive'],
  CreatedbStmt: ['CREATE DATABASE', 'additive'],
  CreateEventTrigStmt: ['CREATE EVENT TRIGGER', 'additive'],
  CreateExtensionStmt: ['CREATE EXTENSION', 'additive'],
  CreateFdwStmt: ['CREATE FOREIGN DATA WRAPPER', 'additive'],
  CreateForeignServerStmt: ['CREATE SERVER', 'additive'],
  CreateOpClassStmt: ['CREATE OPERATOR CLASS', 'additive'],
  CreateOpFamilyStmt: ['CREATE OPERATOR FAMILY', 'additive'],
  CreatePLangStmt: ['CREATE LANGUAGE', 'additive'],
  CreateRoleStmt: ['CREATE ROLE', 'additive'],
  CreateSubscriptionStmt: ['CREATE SUBSCRIPTION', 'additive'],
  CreateTableSpaceStmt: ['CREATE TABLESPACE', 'additive'],
  CreateTransformStmt: ['CREATE TRANSFORM', 'additive'],
  CreateUserMappingStmt: ['CREATE USER MAPPING', 'additive'],
  DeallocateStmt: ['DEALLOCATE', 'additive'],
  DefineStmt: ['CREATE', 'additive'],
  DiscardStmt: ['DISCARD', 'additive'],
  DropRoleStmt: ['DROP ROLE', 'reversible'],
  DropSubscriptionStmt: ['DROP SUBSCRIPTION', 'destructive'],
  DropTableSpaceStmt: ['DROP TABLESPACE', 'reversible'],
  DropUserMappingStmt: ['DROP USER MAPPING', 'reversible'],
  FetchStmt: ['FETCH', 'additive'],
  ImportForeignSchemaStmt: ['IMPORT FOREIGN SCHEMA', 'additive'],
  ListenStmt: ['LISTEN', 'additive'],
  NotifyStmt: ['NOTIFY', 'additive'],
  PrepareStmt: ['PREPARE', 'additive'],
  ReassignOwnedStmt: ['REASSIGN OWNED', 'reversible'],
  SecLabelStmt: ['SECURITY LABEL', 'reversible'],
  UnlistenStmt: ['UNLISTEN', 'additive'],
  VariableShowStmt: ['SHOW', 'additive'],
};

/** Statements whose text does not show what they run. */
const OPAQUE: Readonly<Partial<Record<NodeKind, string>>> = {
  AlterExtensionStmt: 'ALTER EXTENSION UPDATE',
  CallStmt: 'CALL',
  DoStmt: 'DO',
  ExecuteStmt: 'EXECUTE',
  LoadStmt: 'LOAD',
};

/** Null for a statement that has an assessment of its own, or is not known. */
export function assessPlain(kind: NodeKind): Assessment | null {
  const opaque = OPAQUE[kind];
  if (opaque !== undefined) return unclassified(opaque);
  const plain = PLAIN[kind];
  return plain === undefined ? null : assessment(...plain);
}

/** Statements of which a word decides. */
export const plainCommands = {
  GrantStmt: ({ is_grant }) => granting(is_grant, 'GRANT', 'REVOKE'),
  GrantRoleStmt: ({ is_grant }) => granting(is_grant, 'GRANT', 'REVOKE'),
  AlterDefaultPrivilegesStmt: ({ action }) =>
    granting(action?.is_grant, 'ALTER DEFAULT PRIVILEGES', 'ALTER DEFAULT PRIVILEGES'),
  DropdbStmt: ({ dbname = null }) =>
    assessment('DROP DATABASE', 'irreversible', { findings: [finding('ban-drop-database', dbname)] }),
  DropOwnedStmt: () =>
    assessment('DROP OWNED', 'destructive', { findings: [finding('ban-drop-owned', null)] }),
  AlterTableMoveAllStmt: () =>
    assessment('ALTER TABLE ALL SET TABLESPACE', 'lock_risky', {
      rewrites: true,
      findings: [finding('rewriting-table', null)],
    }),
  CreatePublicationStmt: ({ pubobjects }, known) =>
    publication('CREATE PUBLICATION', 'additive', pubobjects, known),
  AlterPublicationStmt: ({ pubobjects }, known) =>
    publication('ALTER PUBLICATION', 'reversible', pubobjects, known),
  TransactionStmt: ({ kind }, known) => {
    if (kind === 'TRANS_STMT_ROLLBACK' || kind === 'TRANS_STMT_ROLLBACK_TO') known.doubt();
    return assessment(kind?.replace('TRANS_STMT_', '').replaceAll('_', ' ') ?? 'BEGIN', 'additive');
  },
} satisfies Handlers;

function granting(isGrant: boolean | undefined, grant: string, revoke: string): Assessment {
  return isGrant ? assessment(grant, 'additive') : assessment(revoke, 'reversible');
}

function publication(
  command: string,
  tier: 'additive' | 'reversible',
  objects: readonly Node[] | undefined,
  known: KnownObjects,
): Assessment {
  const tables = (objects ?? [])
    .flatMap((node): PublicationObjSpec[] => ('PublicationObjSpec' in node ? [node.PublicationObjSpec] : []))
    .flatMap(({ pubtable }) => pubtable?.relation ?? []);
  return assessment(command, tier, {
    locks: tables.flatMap((table) => lockOn(nameOfRange(table), known, 'SHARE UPDATE EXCLUSIVE')),
  });
}
