import type { Connection } from '../../database/connection.js';
import { inTransaction } from '../../database/in-transaction.js';
import { ConfitureError } from '../../errors.js';
import type { AuditActor } from '../audit/audit-entry.js';
import { recordAudit } from '../audit/record-audit.js';
import type { Scope } from '../scope.js';

import { listTokens, type StoredToken } from './stored-token.js';

/**
 * Revokes the token with this id, or the one in use with this name, and ends the sessions of people who signed in with
 * it. One that was revoked before stays as it is. @throws TOKEN_UNKNOWN
 */
export function revokeToken(
  connection: Connection,
  scope: Scope,
  idOrName: string,
  by: AuditActor,
): Promise<StoredToken> {
  return inTransaction(connection, async () => {
    const token = await find(connection, scope, idOrName);
    if (token === null) throw unknownToken(idOrName);
    if (token.state === 'revoked') return token;
    await connection.query(
      `with revoked as (update confiture.api_tokens set revoked_at = clock_timestamp() where id = $1 returning hash)
       delete from confiture.api_sessions s using revoked where s.token_hash = revoked.hash`,
      [token.id],
    );
    await recordAudit(connection, scope, {
      by,
      action: 'token.revoked',
      subject: { kind: 'token', id: token.id },
      before: { state: token.state },
      after: { name: token.name, state: 'revoked' },
    });
    const [after = token] = await listTokens(connection, scope, { id: token.id });
    return after;
  });
}

async function find(connection: Connection, scope: Scope, idOrName: string): Promise<StoredToken | null> {
  const [byId] = await listTokens(connection, scope, { id: idOrName });
  if (byId !== undefined) return byId;
  const byName = await listTokens(connection, scope, { name: idOrName });
  return byName.find(({ state }) => state !== 'revoked') ?? byName[0] ?? null;
}

/** For an id or a name that no token of the scope has. */
export function unknownToken(idOrName: string): ConfitureError {
  return new ConfitureError('TOKEN_UNKNOWN', `there is no token "${idOrName}" in this environment`, {
    hint: '`confiture serve token list` shows them.',
  });
}
