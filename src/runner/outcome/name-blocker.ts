import { LOCK_NOT_AVAILABLE } from '../../database/sqlstates.js';
import { ConfitureError } from '../../errors.js';
import type { Block } from '../../run-events.js';
import { describeHolder } from '../session/lock.js';

/** What came of a run, with the session named that a lock time-out is due to, where one was seen. */
export function nameBlocker<T extends { readonly failure: { readonly error: ConfitureError } | null }>(
  outcome: T,
  block: Block | null,
): T {
  const { failure } = outcome;
  if (block === null || failure?.error.sqlstate !== LOCK_NOT_AVAILABLE) return outcome;
  return { ...outcome, failure: { ...failure, error: withBlocker(failure.error, block) } };
}

function withBlocker(error: ConfitureError, { by, others }: Block): ConfitureError {
  const { pid, user, application, clientAddress, state } = by;
  const more = others > 0 ? ` and ${others} more` : '';
  const who = `${describeHolder({ user, application, clientAddress })}${state === null ? '' : `, ${state}`}`;
  const hint =
    pid === 0
      ? `A prepared transaction${more} kept it from the lock: pg_prepared_xacts lists it, COMMIT PREPARED or ROLLBACK PREPARED ends it.`
      : `Server process ${pid}${who}${more} kept it from the lock: let that end, or end it with: select pg_terminate_backend(${pid}). To wait longer, raise migration.statementLockTimeoutMs.`;
  return new ConfitureError(error.code, error.message, {
    hint,
    details: {
      ...error.details,
      blocked_by: { pid, user, application, client_address: clientAddress, state },
    },
    ...(error.location && { location: error.location }),
    ...(error.migration !== undefined && { migration: error.migration }),
    ...(error.sqlstate !== undefined && { sqlstate: error.sqlstate }),
    cause: error.cause,
  });
}
