import type { DropStmt, ObjectType } from 'libpg-query';
import { type Assessment, assessment, finding, type RiskFinding, type TableLock } from '../assessment.js';
import type { Handlers } from '../handlers.js';
import type { KnownObjects, ObjectKind } from '../known-objects.js';
import { nameOfParts, type ObjectName, partsOf, writtenName } from '../object-names.js';
import { objectWords } from '../object-words.js';
import type { RuleName } from '../rules.js';
import type { Tier } from '../tier.js';
import { lockOn } from './table-lock.js';

/** DROP of everything but roles, databases and subscriptions. */
export const drops = { DropStmt: drop } satisfies Handlers;

interface Dropped {
  readonly command: string;
  readonly tier: Tier;
  readonly rule?: RuleName;
  /** What CASCADE can take with it: nothing but definitions where absent. */
  readonly cascadeTakes?: 'values';
  /** The object is a relation, and is locked. */
  readonly isRelation?: boolean;
  readonly kind?: ObjectKind;
}

const DROPPED: Readonly<Partial<Record<ObjectType, Dropped>>> = {
  OBJECT_TABLE: { command: 'DROP TABLE', tier: 'destructive', rule: 'ban-drop-table', isRelation: true },
  OBJECT_FOREIGN_TABLE: { command: 'DROP FOREIGN TABLE', tier: 'reversible', isRelation: true },
  OBJECT_VIEW: { command: 'DROP VIEW', tier: 'reversible', rule: 'ban-drop-view', isRelation: true },
  OBJECT_MATVIEW: {
    command: 'DROP MATERIALIZED VIEW',
    tier: 'reversible',
    rule: 'ban-drop-view',
    isRelation: true,
  },
  OBJECT_SEQUENCE: {
    command: 'DROP SEQUENCE',
    tier: 'destructive',
    rule: 'ban-drop-sequence',
    isRelation: true,
  },
  OBJECT_SCHEMA: { command: 'DROP SCHEMA', tier: 'reversible', cascadeTakes: 'values', kind: 'schema' },
  OBJECT_TYPE: {
    command: 'DROP TYPE',
    tier: 'reversible',
    rule: 'ban-drop-type',
    cascadeTakes: 'values',
    kind: 'type',
  },
  OBJECT_DOMAIN: {
    command: 'DROP DOMAIN',
    tier: 'reversible',
    rule: 'ban-drop-type',
    cascadeTakes: 'values',
    kind: 'type',
  },
  OBJECT_FUNCTION: {
    command: 'DROP FUNCTION',
    tier: 'reversible',
    rule: 'ban-drop-function',
    kind: 'function',
  },
  OBJECT_PROCEDURE: {
    command: 'DROP PROCEDURE',
    tier: 'reversible',
    rule: 'ban-drop-function',
    kind: 'function',
  },
  OBJECT_ROUTINE: {
    command: 'DROP ROUTINE',
    tier: 'reversible',
    rule: 'ban-drop-function',
    kind: 'function',
  },
  OBJECT_AGGREGATE: {
    command: 'DROP AGGREGATE',
    tier: 'reversible',
    rule: 'ban-drop-function',
    kind: 'function',
  },
  OBJECT_EXTENSION: { command: 'DROP EXTENSION', tier: 'destructive', cascadeTakes: 'values' },
};

/** Things that hang on a table, whose last word is their own name. */
const ON_TABLE: Readonly<Partial<Record<ObjectType, string>>> = {
  OBJECT_TRIGGER: 'DROP TRIGGER',
  OBJECT_RULE: 'DROP RULE',
  OBJECT_POLICY: 'DROP POLICY',
};

function drop(statement: DropStmt, known: KnownObjects): Assessment {
  const { objects = [], removeType = 'OBJECT_TABLE' } = statement;
  const names = objects.map(partsOf);
  const onTable = ON_TABLE[removeType];
  if (onTable !== undefined) return dropOnTable(onTable, names, known);
  if (removeType === 'OBJECT_INDEX') return dropIndexes(statement, names, known);
  const dropped = DROPPED[removeType] ?? { command: `DROP ${objectWords(removeType)}`, tier: 'reversible' };
  const targets = names.flatMap((parts) => nameOfParts(parts) ?? []);
  return dropObjects(dropped, targets, statement.behavior === 'DROP_CASCADE', known);
}

function dropObjects(
  { command, tier, rule, cascadeTakes, isRelation = false, kind }: Dropped,
  targets: readonly ObjectName[],
  cascades: boolean,
  known: KnownObjects,
): Assessment {
  const isNew = (name: ObjectName) =>
    isRelation ? known.isNew(name) : kind !== undefined && known.isNewOther(kind, name);
  const old = targets.filter((name) => !isNew(name));
  const findings = old.flatMap((name): RiskFinding[] => {
    const subject = writtenName(name);
    const found = rule === undefined ? [] : [finding(rule, subject)];
    if (!cascades || cascadeTakes === undefined) return found;
    return [...found, finding(kind === 'schema' ? 'ban-drop-schema' : 'ban-drop-cascade', subject)];
  });
  const locks = isRelation
    ? old.flatMap((name) => [...lockOn(name, known), ...referencedLocks(name, known)])
    : [];
  if (isRelation) for (const name of targets) known.dropped(name);
  return assessment(command, old.length === 0 ? 'additive' : tier, { locks, findings });
}

/** A foreign key has triggers on the table it refers to, which go with it. */
function referencedLocks(table: ObjectName, known: KnownObjects): TableLock[] {
  return known.referencedBy(table).flatMap((referenced) => lockOn(referenced, known));
}

/** Locks the index and its table, which is known where a migration created the index. */
function dropIndexes(
  { concurrent = false }: DropStmt,
  names: readonly string[][],
  known: KnownObjects,
): Assessment {
  const targets = names.flatMap((parts) => nameOfParts(parts) ?? []);
  const old = targets.filter((name) => !known.isNew(name));
  const mode = concurrent ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  const locks = old.flatMap((name) => {
    const table = known.tableOfIndex(name);
    return [...(table === null ? [] : lockOn(table, known, mode)), ...lockOn(name, known, mode)];
  });
  for (const name of targets) known.dropped(name);
  const findings = concurrent
    ? []
    : old.map((name) => finding('require-concurrent-index-deletion', writtenName(name)));
  const command = `DROP INDEX${concurrent ? ' CONCURRENTLY' : ''}`;
  return assessment(command, old.length === 0 ? 'additive' : 'reversible', { locks, findings });
}

function dropOnTable(command: string, names: readonly string[][], known: KnownObjects): Assessment {
  const tables = names.flatMap((parts) => nameOfParts(parts.slice(0, -1)) ?? []);
  const isNew = tables.every((table) => known.isNew(table));
  return assessment(command, isNew ? 'additive' : 'reversible', {
    locks: tables.flatMap((table) => lockOn(table, known)),
  });
}
