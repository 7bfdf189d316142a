import type { Statement } from '../parser/scan-result.js';

/** First words of statements the parser has to be asked about, unless the second word already clears them. */
const SUSPICIOUS: Readonly<Record<string, readonly string[] | undefined>> = {
  VACUUM: [],
  REINDEX: [],
  CLUSTER: [],
  REPACK: [],
  DISCARD: ['ALL'],
  CREATE: ['DATABASE', 'TABLESPACE', 'SUBSCRIPTION'],
  DROP: ['DATABASE', 'TABLESPACE', 'SUBSCRIPTION'],
  ALTER: ['SYSTEM', 'DATABASE', 'SUBSCRIPTION'],
  COMMIT: ['PREPARED'],
  ROLLBACK: ['PREPARED'],
};

/** False where a statement surely can run in a transaction block; true where it has to be looked at. */
export function isSuspicious(statement: Statement): boolean {
  const [first = '', second = ''] = statement.words;
  const seconds = SUSPICIOUS[first];
  if (seconds === undefined) return false;
  return statement.concurrently || seconds.length === 0 || seconds.includes(second);
}

const REFRESHES = new Set(['SET', 'ADD', 'DROP', 'REFRESH']);

/**
 * The command that cannot run in a transaction block, judged by words alone: for syntax that is newer than the
 * parser. A wrong yes only costs the transaction of a statement that would have failed inside it.
 */
export function guessNonTransactional(statement: Statement): string | null {
  const { words, concurrently } = statement;
  const [first = '', second = '', third = '', fourth = ''] = words;
  const command = `${first} ${second}`;
  if (concurrently && first !== 'REFRESH') return concurrentCommand(words);
  if (first === 'VACUUM') return 'VACUUM';
  if (first === 'REINDEX') return /^(SCHEMA|DATABASE|SYSTEM)$/.test(second) ? command : null;
  if (first === 'CLUSTER' || first === 'REPACK') return second === '' || second === 'VERBOSE' ? first : null;
  if (command === 'ALTER DATABASE')
    return words.includes('TABLESPACE') ? 'ALTER DATABASE SET TABLESPACE' : null;
  if (command === 'ALTER SUBSCRIPTION') return REFRESHES.has(third) || REFRESHES.has(fourth) ? command : null;
  return SUSPICIOUS[first]?.includes(second) ? command : null;
}

function concurrentCommand(words: readonly string[]): string {
  const [first = '', second = ''] = words;
  const object = second === 'UNIQUE' ? 'INDEX' : second;
  return object === 'CONCURRENTLY' || object === ''
    ? `${first} CONCURRENTLY`
    : `${first} ${object} CONCURRENTLY`;
}
