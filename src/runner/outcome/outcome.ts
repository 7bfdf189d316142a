import type { Connection } from '../../database/connection.js';
import { ConfitureError } from '../../errors.js';
import type { ExecutionFailure } from '../execute/execution.js';
import { type Ledger, ledgerName } from '../ledger/ledger.js';
import type { MigrationReference } from '../plan/plan.js';
import type { AskAgain } from '../session/ask-again.js';

/** Versions in the ledger, asked after the answer to a commit was lost; null where it cannot be asked. */
export function askApplied(askAgain: AskAgain, ledger: Ledger): Promise<ReadonlySet<string> | null> {
  return askAgain(async (session) => {
    const rows = await session.query<{ version: string }>(`select version from ${ledgerName(ledger)}`);
    return new Set(rows.map(({ version }) => version));
  });
}

/** The error for migrations of which it is not known whether they are committed; it names the first. */
export function outcomeUnknown(
  names: readonly string[],
  { address }: Connection,
  cause: unknown,
): ConfitureError {
  const [first = ''] = names;
  const others = names.length > 1 ? ` (and ${names.length - 1} behind it)` : '';
  return new ConfitureError(
    'OUTCOME_UNKNOWN',
    `it is not known whether ${first}${others} took effect: the connection to ${address.database} on ${address.host} was lost before the server's answer, and the ledger could not be asked`,
    {
      hint: 'Once the database can be reached, `confiture migrate status` says what is applied, and the same command goes on from there. Events of what was committed are stored with it.',
      migration: first,
      details: { unknown: names },
      cause,
    },
  );
}

/** What a failure says where the ledger could not be asked. */
export function unknownOutcome(
  unknown: readonly MigrationReference[],
  connection: Connection,
  cause: unknown,
): Pick<ExecutionFailure, 'certainty' | 'unknown' | 'error'> {
  const names = unknown.map(({ name }) => name);
  return { certainty: 'unknown', unknown, error: outcomeUnknown(names, connection, cause) };
}

/** All that was on its way is committed; the rest was not begun. */
export function lostBefore(next: string, { address }: Connection, cause: unknown): ConfitureError {
  return new ConfitureError(
    'CONNECT_LOST',
    `the connection to ${address.database} on ${address.host} was lost before ${next} was begun`,
    {
      hint: 'What came before it is committed. Run the same command again: it goes on from there.',
      migration: next,
      cause,
    },
  );
}
