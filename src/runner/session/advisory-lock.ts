import { isServerError } from '../../database/server-error.js';

/** First key of the advisory lock pair, shared with the Python tool; the second is made from the database name. */
export const LOCK_NAMESPACE = 1_751_936_052;

/** SQL for the second key: the first four bytes of SHA-256 of the database name, without the sign bit. */
export const LOCK_KEY_SQL = `(('x' operator(pg_catalog.||) pg_catalog.left(pg_catalog.encode(
  pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.current_database(), 'UTF8')), 'hex'), 8))::bit(32)::integer
  operator(pg_catalog.&) 2147483647)`;

/** SQL for the process that has the migration lock, in the column `pid`. */
export const LOCK_HOLDER_SQL = `select l.pid from pg_locks l
    where l.locktype = 'advisory' and l.granted and l.objsubid = 2
      and l.database = (select oid from pg_database where datname = current_database())
      and l.classid::bigint = ${LOCK_NAMESPACE} and l.objid::bigint = ${LOCK_KEY_SQL}`;

/** What the failing cast quotes. */
const GONE = 'the migration lock is gone';

/**
 * SQL expression that is 0 where this session still has the migration lock, and fails where it is gone. The lock is
 * taken twice, so that giving one of the two back and taking it again proves it without letting go; reading pg_locks
 * would stop all other lockers for a moment, and cost more than the record it travels with. `key` is what
 * `LOCK_KEY_SQL` gave when the lock was taken; making it again for each record would cost as much as the rest of it.
 */
export function lockProofSql(key: number): string {
  return `(case when pg_catalog.pg_advisory_unlock(${LOCK_NAMESPACE}, ${key})
  and pg_catalog.pg_try_advisory_lock(${LOCK_NAMESPACE}, ${key}) then '0' else '${GONE}' end)::integer`;
}

/** True for the failure of `lockProofSql`. */
export function isLockGone(error: unknown): boolean {
  return isServerError(error) && error.code === '22P02' && error.message.includes(GONE);
}
