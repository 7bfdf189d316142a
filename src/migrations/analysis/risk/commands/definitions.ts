import type {
  AlterDomainStmt,
  AlterEnumStmt,
  CommentStmt,
  CreateFunctionStmt,
  CreateTrigStmt,
  Node,
  RuleStmt,
  ViewStmt,
} from 'libpg-query';
import { type Assessment, assessment, finding } from '../assessment.js';
import type { Handlers } from '../handlers.js';
import type { KnownObjects } from '../known-objects.js';
import {
  nameOfParts,
  nameOfRange,
  type ObjectName,
  partsOf,
  rangesOf,
  writtenName,
} from '../object-names.js';
import { lockOn } from './table-lock.js';

/** Statements that make or change what tables are used with: views, functions, triggers, policies, types. */
export const definitions = {
  ViewStmt: createView,
  CreateFunctionStmt: createFunction,
  CreateTrigStmt: createTrigger,
  RuleStmt: createRule,
  CreatePolicyStmt: ({ table = {} }, known) =>
    onTable('CREATE POLICY', nameOfRange(table), known, 'additive'),
  AlterPolicyStmt: ({ table = {} }, known) =>
    onTable('ALTER POLICY', nameOfRange(table), known, 'reversible'),
  CommentStmt: comment,
  CreateStatsStmt: ({ relations }, known) =>
    assessment('CREATE STATISTICS', 'additive', {
      locks: rangesOf(relations).flatMap((table) =>
        lockOn(nameOfRange(table), known, 'SHARE UPDATE EXCLUSIVE'),
      ),
    }),
  CreateSchemaStmt: ({ schemaname = '', if_not_exists: ifMissing = false }, known) => {
    if (!ifMissing) known.madeOther('schema', { schema: null, name: schemaname });
    return assessment('CREATE SCHEMA', 'additive');
  },
  CreateSeqStmt: ({ sequence = {}, if_not_exists: ifMissing = false }, known) => {
    known.created(nameOfRange(sequence), { ifMissing });
    return assessment('CREATE SEQUENCE', 'additive');
  },
  AlterSeqStmt: ({ sequence = {} }, known) => {
    const name = nameOfRange(sequence);
    const locks = lockOn(name, known, 'SHARE ROW EXCLUSIVE');
    return assessment('ALTER SEQUENCE', known.isNew(name) ? 'additive' : 'reversible', { locks });
  },
  CreateEnumStmt: ({ typeName = [] }, known) => createType('CREATE TYPE', typeName, known),
  CreateRangeStmt: ({ typeName = [] }, known) => createType('CREATE TYPE', typeName, known),
  CompositeTypeStmt: ({ typevar = {} }, known) => {
    known.madeOther('type', nameOfRange(typevar));
    return assessment('CREATE TYPE', 'additive');
  },
  CreateDomainStmt: ({ domainname = [], constraints = [] }, known) => {
    const made = createType('CREATE DOMAIN', domainname, known);
    if (!constraints.some(isCheck)) return made;
    const name = nameOfParts(domainname.flatMap(partsOf));
    if (name !== undefined) known.domainChecked(name);
    const findings = [finding('ban-create-domain-with-constraint', domainname.flatMap(partsOf).join('.'))];
    return assessment('CREATE DOMAIN', 'additive', { findings });
  },
  AlterEnumStmt: alterEnum,
  AlterDomainStmt: alterDomain,
} satisfies Handlers;

function createView({ view = {}, replace = false }: ViewStmt, known: KnownObjects): Assessment {
  const name = nameOfRange(view);
  const isNew = !replace || known.isNew(name);
  const locks = replace ? lockOn(name, known) : [];
  if (!replace) known.created(name);
  return assessment(replace ? 'CREATE OR REPLACE VIEW' : 'CREATE VIEW', isNew ? 'additive' : 'reversible', {
    locks,
  });
}

function createFunction(statement: CreateFunctionStmt, known: KnownObjects): Assessment {
  const { funcname = [], replace = false, is_procedure = false } = statement;
  const name = nameOfParts(funcname.flatMap(partsOf));
  const isNew = !replace || (name !== undefined && known.isNewOther('function', name));
  if (!replace && name !== undefined) known.madeOther('function', name);
  const command = `CREATE ${replace ? 'OR REPLACE ' : ''}${is_procedure ? 'PROCEDURE' : 'FUNCTION'}`;
  return assessment(command, isNew ? 'additive' : 'reversible');
}

function createTrigger(
  { relation = {}, constrrel, replace = false }: CreateTrigStmt,
  known: KnownObjects,
): Assessment {
  const table = nameOfRange(relation);
  const tier = replace && !known.isNew(table) ? 'reversible' : 'additive';
  const referenced =
    constrrel === undefined ? [] : lockOn(nameOfRange(constrrel), known, 'SHARE ROW EXCLUSIVE');
  return assessment(replace ? 'CREATE OR REPLACE TRIGGER' : 'CREATE TRIGGER', tier, {
    locks: [...lockOn(table, known, 'SHARE ROW EXCLUSIVE'), ...referenced],
  });
}

function createRule({ relation = {}, replace = false }: RuleStmt, known: KnownObjects): Assessment {
  return onTable('CREATE RULE', nameOfRange(relation), known, replace ? 'reversible' : 'additive');
}

function onTable(
  command: string,
  table: ObjectName,
  known: KnownObjects,
  tier: 'additive' | 'reversible',
): Assessment {
  return assessment(command, known.isNew(table) ? 'additive' : tier, { locks: lockOn(table, known) });
}

/** Comments on a table and its columns take a lock of it that neither readers nor writers wait for. */
function comment({ objtype, object }: CommentStmt, known: KnownObjects): Assessment {
  const parts = partsOf(object);
  const name =
    objtype === 'OBJECT_COLUMN'
      ? nameOfParts(parts.slice(0, -1))
      : objtype === 'OBJECT_TABLE'
        ? nameOfParts(parts)
        : undefined;
  const locks = name === undefined ? [] : lockOn(name, known, 'SHARE UPDATE EXCLUSIVE');
  return assessment('COMMENT', 'additive', { locks });
}

function createType(command: string, parts: readonly Node[], known: KnownObjects): Assessment {
  const name = nameOfParts(parts.flatMap(partsOf));
  if (name !== undefined) known.madeOther('type', name);
  return assessment(command, 'additive');
}

/** A value can be renamed back, and never be taken out. */
function alterEnum({ typeName = [], oldVal }: AlterEnumStmt, known: KnownObjects): Assessment {
  const name = nameOfParts(typeName.flatMap(partsOf));
  const isNew = name !== undefined && known.isNewOther('type', name);
  if (oldVal !== undefined) return assessment('ALTER TYPE RENAME VALUE', isNew ? 'additive' : 'reversible');
  if (isNew || name === undefined)
    return assessment('ALTER TYPE ADD VALUE', isNew ? 'additive' : 'irreversible');
  return assessment('ALTER TYPE ADD VALUE', 'irreversible', {
    findings: [finding('adding-enum-value', writtenName(name))],
  });
}

/** By PostgreSQL's letters: `C` adds a constraint, `O` sets NOT NULL, `V` validates. */
function alterDomain({ subtype, typeName = [], def }: AlterDomainStmt, known: KnownObjects): Assessment {
  const name = nameOfParts(typeName.flatMap(partsOf));
  if (name !== undefined && (subtype === 'C' || subtype === 'O')) known.domainChecked(name);
  if (name === undefined || known.isNewOther('type', name)) return assessment('ALTER DOMAIN', 'additive');
  const isUnchecked = def !== undefined && 'Constraint' in def && def.Constraint.skip_validation === true;
  const checks = subtype === 'O' || (subtype === 'C' && !isUnchecked);
  if (subtype === 'V') return assessment('ALTER DOMAIN', 'lock_risky', { scans: true });
  return assessment('ALTER DOMAIN', 'reversible', {
    scans: checks,
    findings: checks ? [finding('ban-alter-domain-with-add-constraint', writtenName(name))] : [],
  });
}

function isCheck(node: Node): boolean {
  if (!('Constraint' in node)) return false;
  return node.Constraint.contype === 'CONSTR_CHECK' || node.Constraint.contype === 'CONSTR_NOTNULL';
}
