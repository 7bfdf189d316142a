import type { Tier } from './tier.js';

/** Goes up whenever a rule, a tier or a lock of the assessment changes, so that plans of another version differ. */
export const RULE_SET_VERSION = 1;

/**
 * - `data`: rows or values are lost
 * - `clients`: programs that are running may break
 * - `locks`: others wait
 * - `unknown`: what happens cannot be told
 * - `style`: works, and is seldom meant
 */
export type RuleGroup = 'data' | 'clients' | 'locks' | 'unknown' | 'style';

/** Least tier of a statement in which a rule of the group finds something. */
export const leastTier: Readonly<Record<RuleGroup, Tier>> = {
  data: 'destructive',
  clients: 'reversible',
  locks: 'lock_risky',
  unknown: 'unclassified',
  style: 'additive',
};

export interface Rule {
  readonly group: RuleGroup;
  /** What happens. */
  readonly message: string;
  /** What to write instead, or do first; null where there is no better way. */
  readonly saferWay: string | null;
  /** Further names that silence it: other rules of squawk, analyzers and checks of Atlas. */
  readonly alsoSilencedBy: readonly string[];
}

function rule(group: RuleGroup, message: string, saferWay: string | null, silencedBy = ''): Rule {
  return { group, message, saferWay, alsoSilencedBy: silencedBy.split(' ').filter((name) => name !== '') };
}

/** The rules, by name. A rule that squawk has too bears its name. */
export const rules = {
  'ban-drop-table': rule(
    'data',
    'Drops the table with all its rows.',
    'Rename it first, and drop it when nothing has asked for it for a while.',
    'destructive DS102',
  ),
  'ban-drop-column': rule(
    'data',
    'Drops the column with all its values; programs that still name it fail.',
    'Stop using the column first, and drop it in a later release.',
    'destructive DS103',
  ),
  'ban-drop-database': rule('data', 'Drops a whole database.', null, 'destructive'),
  'ban-drop-schema': rule(
    'data',
    'Drops the schema with all that is in it.',
    'Drop its objects by name, so that the plan shows what goes.',
    'destructive DS101',
  ),
  'ban-drop-owned': rule(
    'data',
    'Drops all that the role owns in this database.',
    'Reassign it first.',
    'destructive',
  ),
  'ban-drop-cascade': rule(
    'data',
    'CASCADE also drops what depends on it, columns included.',
    'Drop what depends on it by name first.',
    'destructive',
  ),
  'ban-drop-sequence': rule('data', 'Drops the sequence, and the number it stands at.', null, 'destructive'),
  'ban-truncate': rule('data', 'Removes all rows of the table.', null, 'destructive'),
  'ban-truncate-cascade': rule(
    'data',
    'Removes all rows of the table and of every table that refers to it.',
    'Name the tables.',
    'destructive',
  ),
  'deleting-rows': rule('data', 'Deletes rows.', null, 'destructive data_depend'),
  'delete-without-where': rule(
    'data',
    'Deletes every row.',
    'Say which, or use TRUNCATE.',
    'destructive data_depend',
  ),
  'overwriting-values': rule('data', 'Overwrites values that exist.', null, 'data_depend'),
  'update-without-where': rule(
    'locks',
    'Updates every row in one transaction: each stays locked until its end, and the table grows by as much.',
    'Update in batches: a phase with `batch`.',
    'data_depend',
  ),
  'converting-values': rule(
    'data',
    'Replaces every value of the column by what the USING expression makes of it.',
    'Add a new column, fill it in batches, and switch over.',
    'data_depend',
  ),
  'adding-enum-value': rule(
    'data',
    'A value that was added to an enum cannot be taken out again.',
    'A table of allowed values, or a CHECK constraint, can be changed both ways.',
  ),
  'renaming-table': rule(
    'clients',
    'Programs that use the old name fail at once.',
    'Create a view with the old name, or keep both until every program has moved.',
    'incompatible BC101',
  ),
  'renaming-column': rule(
    'clients',
    'Programs that use the old name fail at once.',
    'Add a column, write to both, move the programs, and drop the old one later.',
    'incompatible BC102',
  ),
  'changing-column-type': rule(
    'clients',
    'The column has another type for every program. Unless the new type can hold the bytes as they are (a longer varchar, varchar to text), the table is rewritten.',
    'Add a column of the new type, fill it in batches, and switch over.',
    'incompatible PG301',
  ),
  'adding-required-field': rule(
    'clients',
    'NOT NULL without a default: fails where the table has rows, and so do programs that do not know the column.',
    'Give it a default, or add it without NOT NULL first.',
    'data_depend MF103',
  ),
  'ban-drop-not-null': rule('clients', 'Programs that do not expect NULL may fail.', null, 'incompatible'),
  'ban-drop-view': rule('clients', 'Programs that use the view fail.', null, 'incompatible'),
  'ban-drop-function': rule('clients', 'Programs that call it fail.', null, 'incompatible'),
  'ban-drop-type': rule('clients', 'Programs that use the type fail.', null, 'incompatible'),
  'adding-field-with-default': rule(
    'locks',
    'Each row needs a value of its own, so the table is rewritten while nothing can read it.',
    'Add the column without it, set the default after that, and fill the rows in batches.',
    'PG302',
  ),
  'rewriting-table': rule('locks', 'Rewrites the table while nothing can read it.', null),
  'adding-not-nullable-field': rule(
    'locks',
    'Reads the whole table while nothing can use it, to see that no value is NULL.',
    'Add CHECK (… IS NOT NULL) NOT VALID, validate it, then SET NOT NULL, which relies on it.',
    'data_depend MF104 PG303',
  ),
  'adding-foreign-key-constraint': rule(
    'locks',
    'Checks every row while nothing can write to either table.',
    'Add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.',
    'constraint-missing-not-valid PG306',
  ),
  'constraint-missing-not-valid': rule(
    'locks',
    'Checks every row while nothing can use the table.',
    'Add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.',
    'data_depend PG305',
  ),
  'disallowed-unique-constraint': rule(
    'locks',
    'Builds its index while nothing can use the table.',
    'CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … USING INDEX.',
    'data_depend concurrent_index MF101 PG105',
  ),
  'adding-serial-primary-key-field': rule(
    'locks',
    'Builds its index while nothing can use the table.',
    'CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … PRIMARY KEY USING INDEX.',
    'adding-primary-key-constraint data_depend concurrent_index PG104 PG304',
  ),
  'adding-exclusion-constraint': rule(
    'locks',
    'Builds its index while nothing can use the table.',
    null,
    'data_depend',
  ),
  'require-concurrent-index-creation': rule(
    'locks',
    'Nothing can write to the table while the index is built.',
    'CREATE INDEX CONCURRENTLY, in a migration of its own.',
    'concurrent_index PG101',
  ),
  'require-concurrent-index-deletion': rule(
    'locks',
    'Waits for all that uses the table, and nothing can read it meanwhile.',
    'DROP INDEX CONCURRENTLY, in a migration of its own.',
    'concurrent_index PG102',
  ),
  'require-concurrent-reindex': rule(
    'locks',
    'Nothing can write to the table while its indexes are built.',
    'REINDEX (CONCURRENTLY).',
    'concurrent_index',
  ),
  'require-concurrent-partition-detach': rule(
    'locks',
    'Nothing can read the partitioned table meanwhile, and it waits for all that does.',
    'DETACH PARTITION … CONCURRENTLY.',
  ),
  'require-concurrent-refresh': rule(
    'locks',
    'Nothing can read the view while its query runs.',
    'REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index.',
  ),
  'attaching-partition': rule(
    'locks',
    'Reads all rows of the partition while nothing can use it.',
    'Add a CHECK constraint that says what its rows hold, NOT VALID, and validate it first.',
  ),
  'locking-table': rule('locks', 'Locks the table until the end of the transaction.', null),
  'ban-alter-domain-with-add-constraint': rule(
    'locks',
    'Checks every column of this type, in all tables, while nothing can write to them.',
    'Add it NOT VALID, and validate it later.',
  ),
  'unclassified-statement': rule(
    'unknown',
    'What it does cannot be told from its text.',
    'Write the statements themselves where that is possible.',
  ),
  'prefer-bigint-over-int': rule('style', 'A 32-bit number is used up one day.', 'Use bigint.'),
  'prefer-bigint-over-smallint': rule('style', 'A 16-bit number is used up soon.', 'Use bigint.'),
  'prefer-identity': rule(
    'style',
    'A serial column leaves a sequence with rights of its own.',
    'Use GENERATED … AS IDENTITY.',
  ),
  'prefer-text-field': rule(
    'style',
    'A shorter limit later on needs a lock on the table.',
    'Use text, with a CHECK constraint for its length.',
  ),
  'prefer-timestamp-tz': rule(
    'style',
    'A timestamp without a time zone is no point in time.',
    'Use timestamptz.',
    'prefer-timestamptz',
  ),
  'ban-char-field': rule('style', 'char(n) pads with blanks.', 'Use text.'),
  'ban-create-domain-with-constraint': rule(
    'style',
    'A constraint of a domain cannot be changed without checking all tables that use it.',
    'Put the CHECK constraint on the column.',
  ),
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleName = keyof typeof rules;

/** The rule of that name. */
export function ruleOf(name: RuleName): Rule {
  return rules[name];
}
