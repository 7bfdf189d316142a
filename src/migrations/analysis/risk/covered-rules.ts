/** Rules of squawk that have nothing to find here, with what Confiture does about it. */
export const coveredRules: Readonly<Record<string, string>> = {
  'require-timeout-settings': 'Every migration runs with a lock time-out.',
  'transaction-nesting': 'BEGIN and COMMIT around a file are left out; others are warned of.',
  'ban-concurrent-index-creation-in-transaction': 'A file with CONCURRENTLY runs outside of a transaction.',
  'ban-uncommitted-transaction': 'A transaction that a file leaves open fails it.',
  'prefer-robust-stmts': 'A file is applied as a whole, or goes on at the statement where it was cut off.',
};
