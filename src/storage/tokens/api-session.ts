import type { Connection } from '../../database/connection.js';
import type { Scope } from '../scope.js';

/** How long a person stays signed in. */
export const SESSION_HOURS = 12;

/** Stores a session by the hash of its text and deletes those of the scope that have ended. */
export async function createSession(
  connection: Connection,
  { project, environment }: Scope,
  { hash, tokenHash }: { readonly hash: string; readonly tokenHash: string },
): Promise<void> {
  await connection.query(
    `with ended as (
       delete from confiture.api_sessions
       where project = $1 and environment = $2 and expires_at <= clock_timestamp()
     )
     insert into confiture.api_sessions (hash, project, environment, token_hash, expires_at)
     values ($3, $1, $2, $4, clock_timestamp() + make_interval(hours => ${SESSION_HOURS}))`,
    [project, environment, hash, tokenHash],
  );
}

/** Hash of the token that a session was opened with; null for one that is unknown or has ended. */
export async function findSession(
  connection: Connection,
  { project, environment }: Scope,
  hash: string,
): Promise<string | null> {
  const [row] = await connection.query<{ tokenHash: string }>(
    `select token_hash as "tokenHash" from confiture.api_sessions
     where hash = $3 and project = $1 and environment = $2 and expires_at > clock_timestamp()`,
    [project, environment, hash],
  );
  return row?.tokenHash ?? null;
}

/** Ends a session. */
export async function deleteSession(connection: Connection, hash: string): Promise<void> {
  await connection.query('delete from confiture.api_sessions where hash = $1', [hash]);
}
