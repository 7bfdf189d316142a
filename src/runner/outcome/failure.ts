import { EmbeddedCrash } from '../../database/embedded/stream.js';
import { endsSession, isServerError } from '../../database/server-error.js';
import { ConfitureError, type SourceLocation } from '../../errors.js';
import { errorFacts } from '../../events/error-facts.js';
import type { ErrorFacts } from '../../events/facts.js';
import { offsetOfServerPosition, positionAt } from '../../migrations/parser/position.js';
import type { RedactionOptions } from '../../redaction/redaction.js';
import { maskServerMessage } from '../../redaction/server-message.js';
import { isRevoked } from '../lifecycle/approval/store/use-sql.js';
import { isLockGone } from '../session/advisory-lock.js';
import { hintFor } from './failure-hint.js';

/** Where in a migration the server was when it failed. */
export interface FailureOrigin {
  readonly migration: string;
  /** Path for people. */
  readonly file: string;
  /** Whole text of the file, and where in it the failing text began. */
  readonly source: string;
  readonly offset: number;
  /** Where the failing statement begins; null where the file had run and its record or its commit failed. */
  readonly statement: number | null;
  /** True for a file whose directive says that it runs statement by statement. */
  readonly outsideTransaction: boolean;
  readonly redaction: RedactionOptions;
}

/**
 * Turns what the server said about a migration into an error a person can act on. The server's DETAIL,
 * HINT and context stay in `cause`, because they can hold row values.
 */
export function explainFailure(error: unknown, place: FailureOrigin): ConfitureError {
  if (ConfitureError.is(error)) return error;
  if (!isServerError(error) || endsSession(error)) return linkLost(error, place);
  if (isLockGone(error)) return lockGone(error, place);
  if (isRevoked(error)) return approvalRevoked(error, place);
  const message = maskServerMessage(error.message, error.code, place.redaction);
  return new ConfitureError('MIGRATION_FAILED', `${place.migration} failed: ${message}`, {
    ...hintFor(error.code, place),
    location: locate(error.position, place),
    migration: place.migration,
    sqlstate: error.code,
    cause: error,
  });
}

/** What may be said of a failure in an event or to a hook. */
export function factsOf(error: ConfitureError, redaction: RedactionOptions): ErrorFacts {
  return errorFacts({
    message: isServerError(error.cause) ? error.cause.message : error.message,
    ...redaction,
    ...(error.sqlstate && { sqlstate: error.sqlstate }),
    ...(error.location && { file: error.location.file }),
    ...(error.location?.line && { line: error.location.line }),
  });
}

/** Where the server names no position, the line is that of the statement. */
function locate(
  position: string | undefined,
  { file, source, offset, statement }: FailureOrigin,
): SourceLocation {
  if (statement === null) return { file };
  if (position === undefined) return { file, line: positionAt(source, statement).line };
  const inText = offsetOfServerPosition(source.slice(offset), Number(position));
  const { line, column } = positionAt(source, offset + inText);
  return { file, line, column };
}

const CRASH_ADVICE =
  'Where it crashes again, a statement of the file is too much for the embedded database: use a server (--database-url).';

function linkLost(error: unknown, { migration, file }: FailureOrigin): ConfitureError {
  const isCrash = error instanceof EmbeddedCrash;
  const what = isCrash ? 'the embedded database crashed' : 'the connection was lost';
  const again = 'It was not recorded. Run the same command again: it goes on from what the ledger says.';
  return new ConfitureError('CONNECT_LOST', `${what} while ${migration} was running`, {
    hint: isCrash ? `${again} ${CRASH_ADVICE}` : again,
    location: { file },
    migration,
    ...(isServerError(error) && { sqlstate: error.code }),
    cause: error,
  });
}

function lockGone(error: unknown, { migration, file }: FailureOrigin): ConfitureError {
  return new ConfitureError('LOCK_LOST', `the migration lock was gone when ${migration} was to be recorded`, {
    hint: `Take what gives all advisory locks back (pg_advisory_unlock_all) out of ${file} and of what it calls. Another run may have begun meanwhile: look at \`confiture migrate status\` before the next one.`,
    location: { file },
    migration,
    cause: error,
  });
}

function approvalRevoked(error: unknown, { migration, file }: FailureOrigin): ConfitureError {
  return new ConfitureError('APPROVAL_DENIED', `the approval was taken back while ${migration} was running`, {
    hint: 'It was rolled back. The next run asks anew.',
    location: { file },
    migration,
    cause: error,
  });
}
