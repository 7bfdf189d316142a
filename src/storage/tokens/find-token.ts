import type { Connection } from '../../database/connection.js';
import type { Scope } from '../scope.js';
import type { TokenScope } from './token-scope.js';

/** A token that may be used now. */
export interface UsableToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly expiresAt: Date | null;
}

/**
 * The token of the scope whose text has this hash; null for one that is unknown, revoked or has expired. That it was
 * used, and from which address, is noted once a minute.
 */
export async function findToken(
  connection: Connection,
  { project, environment }: Scope,
  hash: string,
  address: string,
): Promise<UsableToken | null> {
  const [row] = await connection.query<UsableToken>(
    `with found as (
       select id, name, scopes, expires_at, last_used_at from confiture.api_tokens
       where hash = $3 and project = $1 and environment = $2 and revoked_at is null
         and (expires_at is null or expires_at > clock_timestamp())
     ),
     noted as (
       update confiture.api_tokens t set last_used_at = clock_timestamp(), last_used_from = $4
       from found where t.id = found.id
         and (found.last_used_at is null or found.last_used_at < clock_timestamp() - interval '1 minute')
     )
     select id, name, scopes, expires_at as "expiresAt" from found`,
    [project, environment, hash, address],
  );
  return row ?? null;
}
