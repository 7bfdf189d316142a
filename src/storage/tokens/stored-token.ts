import type { Connection } from '../../database/connection.js';
import type { Scope } from '../scope.js';
import type { TokenScope } from './token-scope.js';

/** A token as it is shown; its text is not kept. */
export interface StoredToken {
  readonly id: string;
  readonly name: string;
  /** The last four characters of its text. */
  readonly hint: string;
  readonly scopes: readonly TokenScope[];
  readonly state: 'active' | 'expired' | 'revoked';
  readonly createdBy: string;
  readonly createdAt: Date;
  /** Null where it does not expire. */
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
  /** Address that it came from then. */
  readonly lastUsedFrom: string | null;
}

export const TOKEN_COLUMNS = `id, name, hint, scopes, created_by as "createdBy", created_at as "createdAt",
  expires_at as "expiresAt", revoked_at as "revokedAt", last_used_at as "lastUsedAt", last_used_from as "lastUsedFrom",
  case when revoked_at is not null then 'revoked'
    when expires_at <= clock_timestamp() then 'expired' else 'active' end as state`;

/** Tokens of a scope, newest first; those of one id or of one name alone where `id` or `name` is given. */
export function listTokens(
  connection: Connection,
  { project, environment }: Scope,
  { id = null, name = null }: { readonly id?: string | null; readonly name?: string | null } = {},
): Promise<StoredToken[]> {
  return connection.query<StoredToken>(
    `select ${TOKEN_COLUMNS} from confiture.api_tokens
     where project = $1 and environment = $2 and ($3::text is null or id = $3) and ($4::text is null or name = $4)
     order by id desc limit 1000`,
    [project, environment, id, name],
  );
}

/** True where a token of the scope can be used now. */
export async function hasActiveToken(
  connection: Connection,
  { project, environment }: Scope,
): Promise<boolean> {
  const rows = await connection.query(
    `select from confiture.api_tokens where project = $1 and environment = $2 and revoked_at is null
       and (expires_at is null or expires_at > clock_timestamp()) limit 1`,
    [project, environment],
  );
  return rows.length > 0;
}

/** Which of these tokens can no longer be used. */
export async function endedTokens(connection: Connection, ids: readonly string[]): Promise<string[]> {
  const rows = await connection.query<{ id: string }>(
    `select id from confiture.api_tokens where id = any ($1::text[])
       and (revoked_at is not null or expires_at <= clock_timestamp())`,
    [ids],
  );
  return rows.map(({ id }) => id);
}
