import { randomBytes } from 'node:crypto';
import type { Connection } from '../../database/connection.js';
import { tokenId } from '../../events/identifier.js';
import type { AuditActor } from '../../storage/audit/audit-entry.js';
import type { Scope } from '../../storage/scope.js';
import { createToken } from '../../storage/tokens/create-token.js';
import type { StoredToken } from '../../storage/tokens/stored-token.js';
import type { TokenScope } from '../../storage/tokens/token-scope.js';
import { hashOf, newTokenText } from './token-text.js';

export const DEFAULT_EXPIRY_DAYS = 90;

export interface TokenRequest {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** Null for one that does not expire. */
  readonly expiresInDays: number | null;
}

/** A token and its text, which cannot be read again. */
export interface MadeToken {
  readonly token: StoredToken;
  readonly text: string;
}

/** Makes a token for a command or a request. @throws TOKEN_EXISTS */
export async function makeToken(
  connection: Connection,
  scope: Scope,
  { name, scopes, expiresInDays }: TokenRequest,
  by: AuditActor,
): Promise<MadeToken> {
  const text = newTokenText();
  const id = tokenId({ nowMs: Date.now(), random: randomBytes(16) });
  const hint = text.slice(-4);
  const stored = { id, name, scopes, expiresInDays, hash: hashOf(text), hint };
  return { token: await createToken(connection, scope, stored, by), text };
}
