import type { AlterTableCmd, Constraint } from 'libpg-query';
import { type Assessment, assessment, finding, type RiskFinding } from '../../assessment.js';
import type { KnownObjects } from '../../known-objects.js';
import { nameOfRange, type ObjectName, writtenName } from '../../object-names.js';
import { namesOf, rememberConstraint } from '../new-columns.js';
import { lockOn } from '../table-lock.js';

export function addConstraint({ def }: AlterTableCmd, table: ObjectName, known: KnownObjects): Assessment {
  const constraint = def !== undefined && 'Constraint' in def ? def.Constraint : {};
  const isNew = known.isNew(table);
  const rule = isNew ? null : riskOf(constraint, table, known);
  rememberConstraint(known, table, constraint);
  const isForeign = constraint.contype === 'CONSTR_FOREIGN';
  const mode = isForeign ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  const referenced =
    constraint.pktable === undefined ? [] : lockOn(nameOfRange(constraint.pktable), known, mode);
  return assessment('ADD CONSTRAINT', 'additive', {
    locks: [...lockOn(table, known, mode), ...referenced],
    scans: rule !== null,
    findings: rule === null ? [] : [finding(rule, writtenName(table))],
  });
}

/** What PostgreSQL has to read or build before the constraint holds; null where it need not. */
function riskOf(constraint: Constraint, table: ObjectName, known: KnownObjects): RiskFinding['rule'] | null {
  const {
    contype,
    skip_validation: isUnchecked = false,
    is_enforced: isEnforced = false,
    indexname,
  } = constraint;
  switch (contype) {
    case 'CONSTR_CHECK':
      return isUnchecked || !isEnforced ? null : 'constraint-missing-not-valid';
    case 'CONSTR_FOREIGN':
      return isUnchecked || !isEnforced ? null : 'adding-foreign-key-constraint';
    case 'CONSTR_NOTNULL': {
      const isProven = namesOf(constraint.keys ?? []).every((column) => known.isKnownNotNull(table, column));
      return isUnchecked || isProven ? null : 'adding-not-nullable-field';
    }
    case 'CONSTR_UNIQUE':
      return indexname === undefined ? 'disallowed-unique-constraint' : null;
    case 'CONSTR_PRIMARY':
      return indexname === undefined ? 'adding-serial-primary-key-field' : null;
    case 'CONSTR_EXCLUSION':
      return 'adding-exclusion-constraint';
    default:
      return null;
  }
}

/** Reads the table while others use it as before. */
export function validateConstraint(
  { name = '' }: AlterTableCmd,
  table: ObjectName,
  known: KnownObjects,
): Assessment {
  known.checkValidated(table, name);
  const referenced = known.referencedBy(table, name).flatMap((each) => lockOn(each, known, 'ROW SHARE'));
  const locks = [...lockOn(table, known, 'SHARE UPDATE EXCLUSIVE'), ...referenced];
  return assessment('VALIDATE CONSTRAINT', 'additive', { locks, scans: !known.isNew(table) });
}

export function dropConstraint(
  { name = '' }: AlterTableCmd,
  table: ObjectName,
  known: KnownObjects,
): Assessment {
  const referenced = known.referencedBy(table, name).flatMap((each) => lockOn(each, known));
  known.checkDropped(table, name);
  known.referenceDropped(table, name);
  const tier = known.isNew(table) ? 'additive' : 'reversible';
  return assessment('DROP CONSTRAINT', tier, { locks: [...lockOn(table, known), ...referenced] });
}
