/** `.sql` and its other spellings, `.txt` behind it where an editor has added that. */
const EXTENSION = /\.(?:sql|psql|pgsql|ddl)(?:\.txt)?$/i;

/** A role of a migration with nothing but a misspelt `sql`, or nothing at all, behind it. */
const ROLE = /\.(?:up|down|verify|invariant)(?:\.[sql]{1,5})?$/i;

/**
 * True for a file name that a person would take for a migration. Hidden files and what editors leave beside a file
 * (`001_a.up.sql~`) are none.
 */
export function looksLikeSql(fileName: string): boolean {
  const name = fileName.trimEnd();
  return !name.startsWith('.') && (EXTENSION.test(name) || ROLE.test(name));
}
