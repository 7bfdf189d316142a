import type { Connection } from '../../database/connection.js';
import { adoptSession, requireWritable } from '../../outbox/store/own-session.js';
import { ensureTables } from '../../storage/schema.js';
import { readScope, type Scope } from '../../storage/scope.js';
import { revokeToken, unknownToken } from '../../storage/tokens/revoke-token.js';
import { listTokens, type StoredToken } from '../../storage/tokens/stored-token.js';
import { actorOf } from '../run/actor.js';
import type { ProjectContext } from '../run/project-hooks.js';
import { openerOf, type SessionSource } from '../sessions.js';
import { withSession } from '../with-session.js';
import { type MadeToken, makeToken, type TokenRequest } from './make-token.js';

/** The tokens of a project in its environment, for commands. */
export interface Tokens {
  /** @throws TOKEN_EXISTS */
  create(request: TokenRequest): Promise<MadeToken>;
  /** Newest first. */
  list(): Promise<readonly StoredToken[]>;
  /** @throws TOKEN_UNKNOWN */
  revoke(idOrName: string): Promise<StoredToken>;
}

export interface TokensOptions extends Pick<ProjectContext, 'settings' | 'reporter' | 'signal'> {
  readonly sessions: SessionSource;
}

/** Opens the tokens; the database is connected to by each call, which makes the tables where they are missing. */
export function openTokens(options: TokensOptions): Tokens {
  const { settings, sessions, signal } = options;
  const open = openerOf(sessions, options);
  const use = <T>(work: (connection: Connection, scope: Scope) => Promise<T>) =>
    withSession(open, signal, async (connection) => {
      requireWritable(await adoptSession(connection));
      await ensureTables(connection);
      return work(connection, await readScope(connection, settings));
    });
  return {
    create: (request) => use((connection, scope) => makeToken(connection, scope, request, actorOf(settings))),
    list: async () => (sessions.isUnmade() ? [] : use(listTokens)),
    async revoke(idOrName) {
      if (sessions.isUnmade()) throw unknownToken(idOrName);
      return use((connection, scope) => revokeToken(connection, scope, idOrName, actorOf(settings)));
    },
  };
}
