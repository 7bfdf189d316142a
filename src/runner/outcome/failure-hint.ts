const DIRECTIVE = '`-- confiture: no-transaction`';
const INTO_HEAD = `put ${DIRECTIVE} into the head comment of the file; its statements then run one by one, and after a failure those before it stay`;

/** SQLSTATEs where the server's own words do not say what to do. */
const HINTS: Readonly<Record<string, string>> = {
  '55P03':
    'Another session holds a lock that this migration needs. Find it in pg_stat_activity and let it end, or raise migration.statementLockTimeoutMs.',
  '40P01': 'Other sessions hold locks in another order. Run it again, or at a quieter time.',
  '57014':
    'The server cancelled the statement: it took longer than statement_timeout, or an administrator ended it. Where it needs the time, begin the file with SET statement_timeout.',
  '42501': 'The role of the connection URL lacks a privilege; grant it, or use another role.',
  '25006': 'The session is read-only: a standby server, or default_transaction_read_only.',
  '3B001': 'The file ends the transaction it runs in. Take COMMIT and ROLLBACK out of it.',
  '25P01': 'The file ends the transaction it runs in. Take COMMIT and ROLLBACK out of it.',
};

/** What cannot be done in the transaction that a file runs in, and what to do instead. */
const IN_TRANSACTION: Readonly<Record<string, string>> = {
  '25001': `This cannot run in a transaction. Give it a migration of its own and ${INTO_HEAD}.`,
  '2D000': `A block or procedure that commits cannot run in a transaction. Give it a migration of its own and ${INTO_HEAD}.`,
  '55P04': `A new enum value can be used only after the transaction that adds it: put the use into a migration of its own, or ${INTO_HEAD}.`,
  '55006': `Something still uses the object. Where that is the file's own transaction (a constraint that is checked at its end), write SET CONSTRAINTS ALL IMMEDIATE before this statement, or ${INTO_HEAD}.`,
};

/** The same where the file has the directive already, and begins a transaction around the statement by itself. */
const IN_OWN_TRANSACTION: Readonly<Record<string, string>> = {
  '25001': 'This cannot run in a transaction: end the one that the file begins before it.',
  '2D000':
    'A block or procedure that commits cannot run in a transaction: end the one that the file begins before it.',
  '55P04':
    'A new enum value can be used only after the transaction that adds it: end the one that the file begins.',
};

/** What to do about `sqlstate` wherever it came up; null where that depends on the file, or where nothing is known. */
export function hintOfSqlstate(sqlstate: string): string | null {
  return HINTS[sqlstate] ?? null;
}

/** What to do about `sqlstate`; `place` as in `FailureOrigin`. */
export function hintFor(
  sqlstate: string,
  {
    statement,
    outsideTransaction,
  }: { readonly statement: number | null; readonly outsideTransaction: boolean },
): { hint?: string } {
  const known = (outsideTransaction ? IN_OWN_TRANSACTION : IN_TRANSACTION)[sqlstate] ?? HINTS[sqlstate];
  if (known) return { hint: known };
  if (statement === null) return { hint: 'It failed when it was to be committed; nothing of it was kept.' };
  return {};
}
