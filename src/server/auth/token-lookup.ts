import { hashOf } from '../../app/tokens/token-text.js';
import { findSession } from '../../storage/tokens/api-session.js';
import { findToken } from '../../storage/tokens/find-token.js';
import type { UseConnection } from '../sessions/use-connection.js';
import type { KnownToken, StaticTokens } from './static-tokens.js';

/** Finds tokens by the hash of their texts. Null for one that is unknown, revoked or has expired. */
export interface TokenLookup {
  byText(text: string, address: string): Promise<KnownToken | null>;
  /** The token that a person has signed in with. */
  bySession(text: string, address: string): Promise<KnownToken | null>;
}

/** Looks among the tokens of this process, then in the database. */
export function tokenLookup(withConnection: UseConnection, staticTokens: StaticTokens): TokenLookup {
  const byHash = async (hash: string, address: string): Promise<KnownToken | null> =>
    staticTokens.find(hash) ??
    (await withConnection((connection, scope) => findToken(connection, scope, hash, address)));
  return {
    byText: (text, address) => byHash(hashOf(text), address),
    async bySession(text, address) {
      const tokenHash = await withConnection((connection, scope) =>
        findSession(connection, scope, hashOf(text)),
      );
      return tokenHash === null ? null : byHash(tokenHash, address);
    },
  };
}
