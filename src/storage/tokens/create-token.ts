import type { Connection } from '../../database/connection.js';
import { inTransaction } from '../../database/in-transaction.js';
import { isServerError } from '../../database/server-error.js';
import { ConfitureError } from '../../errors.js';
import type { AuditActor } from '../audit/audit-entry.js';
import { recordAudit } from '../audit/record-audit.js';
import type { Scope } from '../scope.js';

import { type StoredToken, TOKEN_COLUMNS } from './stored-token.js';
import type { TokenScope } from './token-scope.js';

export interface NewToken {
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  readonly hint: string;
  readonly scopes: readonly TokenScope[];
  /** Null for one that does not expire. */
  readonly expiresInDays: number | null;
}

const UNIQUE_VIOLATION = '23505';

/** Stores a token with its entry in the audit log. @throws TOKEN_EXISTS for a name that another has. */
export async function createToken(
  connection: Connection,
  scope: Scope,
  token: NewToken,
  by: AuditActor,
): Promise<StoredToken> {
  const { project, environment } = scope;
  const { id, name, hash, hint, scopes, expiresInDays } = token;
  try {
    return await inTransaction(connection, async () => {
      const [row] = await connection.query<StoredToken>(
        `insert into confiture.api_tokens (id, project, environment, name, hash, hint, scopes, created_by, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp() + make_interval(days => $9::integer))
         returning ${TOKEN_COLUMNS}`,
        [id, project, environment, name, hash, hint, scopes, by.actor, expiresInDays],
      );
      if (row === undefined) throw new Error('the server answered without a row');
      await recordAudit(connection, scope, {
        by,
        action: 'token.created',
        subject: { kind: 'token', id },
        after: { name, scopes, expires_at: row.expiresAt?.toISOString() ?? null },
      });
      return row;
    });
  } catch (error) {
    if (isServerError(error) && error.code === UNIQUE_VIOLATION) throw exists(name, error);
    throw error;
  }
}

function exists(name: string, cause: unknown): ConfitureError {
  return new ConfitureError('TOKEN_EXISTS', `there is a token with the name "${name}"`, {
    hint: 'Choose another name, or revoke that one first.',
    cause,
  });
}
