/** What a new `.up.sql` says. No line of it may read as a directive. */
export function upTemplate(name: string): string {
  return `-- ${name}
-- Runs in one transaction, together with its row in the ledger. CREATE INDEX CONCURRENTLY, VACUUM and other
-- commands that cannot run in a transaction make the file run statement by statement instead: give each of
-- them a migration of its own.

`;
}

/** What a new `.down.sql` says. */
export function downTemplate(name: string): string {
  return `-- Undoes ${name}: the reverse of each step, last step first.
-- Delete this file if the migration cannot be undone; \`confiture migrate down\` then refuses to go past it.

`;
}
