import type { Context } from 'hono';
import { ConfitureError } from '../../errors.js';
import type { AppEnv } from '../app-env.js';
import type { RequestActor } from '../route.js';
import type { TokenScope } from './token-scope.js';

/** A token that may be used now. */
export interface KnownToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
}

/** Finds the token with this text; null for one that is unknown, revoked or has expired. */
export type FindToken = (text: string, address: string) => Promise<KnownToken | null>;

/** Decides whether a request may pass. */
export interface Admission {
  /** Who asks. @throws TOKEN_MISSING, TOKEN_INVALID; SCOPE_MISSING, where `scope` is not null. */
  admit(c: Context<AppEnv>, scope: TokenScope | null): Promise<RequestActor>;
}

const CHALLENGE = { headers: { 'www-authenticate': 'Bearer realm="confiture"' } };

/** Admission by bearer token. */
export function admissionBy(find: FindToken): Admission {
  return {
    async admit(c, scope) {
      const text = bearerOf(c.req.header('authorization'));
      if (text === null) throw missing();
      const address = c.env.incoming.socket.remoteAddress ?? '';
      const token = await find(text, address);
      if (token === null) throw invalid();
      if (scope !== null && !token.scopes.includes(scope)) throw lacks(scope, token);
      return {
        actor: token.name,
        source: 'token',
        tokenId: token.id,
        tokenName: token.name,
        address,
        scopes: token.scopes,
      };
    },
  };
}

function bearerOf(header: string | undefined): string | null {
  return /^Bearer ([\x21-\x7e]+)$/i.exec(header ?? '')?.[1] ?? null;
}

function missing(): ConfitureError {
  return new ConfitureError('TOKEN_MISSING', 'the request has no token', {
    hint: 'Send Authorization: Bearer sk_live_…; `confiture serve token create NAME` makes one.',
    details: CHALLENGE,
  });
}

function invalid(): ConfitureError {
  return new ConfitureError('TOKEN_INVALID', 'the token is unknown, revoked or has expired', {
    hint: '`confiture serve token list` shows those that are in use.',
    details: CHALLENGE,
  });
}

function lacks(scope: TokenScope, { name }: KnownToken): ConfitureError {
  return new ConfitureError('SCOPE_MISSING', `the token "${name}" lacks the scope ${scope}`, {
    hint: `Make one with it: \`confiture serve token create NAME --scope ${scope}\`.`,
  });
}
