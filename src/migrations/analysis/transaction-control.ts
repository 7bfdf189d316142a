const STARTS_OR_ENDS = new Set(['BEGIN', 'COMMIT', 'END', 'ROLLBACK', 'ABORT']);

/**
 * The command with which a statement starts or ends a transaction, from its first words; undefined for all others,
 * savepoints included.
 */
export function transactionCommand(words: readonly string[]): string | undefined {
  const [first = '', second, third] = words;
  if (first === 'START' && second === 'TRANSACTION') return 'START TRANSACTION';
  // `PREPARE transaction AS …` names a prepared statement; of the other form only a literal follows.
  if (first === 'PREPARE' && second === 'TRANSACTION' && third === undefined) return 'PREPARE TRANSACTION';
  if (!STARTS_OR_ENDS.has(first)) return undefined;
  if (first === 'ROLLBACK' && returnsToSavepoint(second, third)) return undefined;
  return second === 'PREPARED' ? undefined : first;
}

function returnsToSavepoint(second: string | undefined, third: string | undefined): boolean {
  return second === 'TO' || ((second === 'WORK' || second === 'TRANSACTION') && third === 'TO');
}

const TRANSACTION_SETTINGS = new Set([
  'TRANSACTION',
  'CHARACTERISTICS',
  'TRANSACTION_ISOLATION',
  'TRANSACTION_READ_ONLY',
  'TRANSACTION_DEFERRABLE',
]);

/**
 * True for `SET TRANSACTION …` and its other spellings. The server takes some of them only as the first statement
 * of a transaction.
 */
export function setsTransaction(words: readonly string[]): boolean {
  const [first, second = '', third = ''] = words;
  if (first !== 'SET') return false;
  return TRANSACTION_SETTINGS.has(second === 'SESSION' || second === 'LOCAL' ? third : second);
}
