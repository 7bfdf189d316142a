import { randomBytes } from 'node:crypto';

/**
 * The right to send a delivery. It ends when it runs out, or as soon as the session that renewed it last
 * is gone from the server: what a killed process held is free at once.
 */
export interface Lease {
  /** Random; asked for by every change to a leased delivery. */
  readonly token: string;
  /** When it is taken or renewed; null is the server's clock. */
  readonly at: Date | null;
}

/** A run that lives takes its records itself; one that is not heard of any more loses them after so long. */
export const HOLD_SECONDS = 3_600;

/** Longer than one attempt can take, so that it is renewed well before it ends. */
export const LEASE_SECONDS = 75;

/** SQL for the time of an operation, whose first parameter is `Lease.at`. */
export const AT = 'coalesce($1::timestamptz, clock_timestamp())';

/** SQL for the assignments that take or renew a lease in the present session; $1 is the time, $2 the token. */
export const TAKE_LEASE = `lease_token = $2, lease_pid = pg_backend_pid(),
  leased_until = ${AT} + interval '${LEASE_SECONDS} seconds'`;

/** SQL for the assignments that give a lease back. */
export const DROP_LEASE = 'lease_token = null, lease_pid = null, leased_until = null';

/** A token that no other process has. */
export function newToken(): string {
  return randomBytes(12).toString('hex');
}
