import { loadSyntax } from '../parser/parse-statement.js';

/** Reads statements by PostgreSQL's grammar before anything runs. */
export interface SyntaxCheck {
  /** Place of the first syntax error, in UTF-16 units; null for a statement that is sound, or is not read. */
  errorIn(statement: string): number | null;
  /** `warning` where the server may know more than the grammar that was asked. */
  severityOf(statement: string): 'error' | 'warning';
}

/** Version of the grammar, as in `server_version_num` without its last four digits. */
const GRAMMAR = 18;

/** Longest statement, and longest sum of them, that are read before a run; the server is the judge of the rest. */
const LONGEST_STATEMENT = 256_000;
const LONGEST_SUM = 4_000_000;

/** Words that versions before the grammar's took for plain names, for instance of a function. */
const LATER_WORDS =
  /\b(?:system_user|merge_action|json_(?:array|arrayagg|exists|object|objectagg|query|scalar|serialize|table|value))\b/i;

/** Reads every statement, by the grammar alone. */
export async function checkEverything(): Promise<SyntaxCheck> {
  return { errorIn: await loadSyntax(), severityOf: () => 'error' };
}

/**
 * For files that are about to run on a server of that version, as in `server_version_num`; `everything` where nothing will
 * run, so that time does not matter.
 */
export async function checkForServer(
  serverVersion: number,
  { everything }: { readonly everything: boolean },
): Promise<SyntaxCheck> {
  const errorIn = await loadSyntax();
  const major = Math.floor(serverVersion / 10_000);
  let left = everything ? Number.POSITIVE_INFINITY : LONGEST_SUM;
  return {
    errorIn: (statement) => {
      if (statement.length > left || (!everything && statement.length > LONGEST_STATEMENT)) return null;
      left -= statement.length;
      return errorIn(statement);
    },
    severityOf: (statement) =>
      major > GRAMMAR || (major < GRAMMAR && LATER_WORDS.test(statement)) ? 'warning' : 'error',
  };
}
