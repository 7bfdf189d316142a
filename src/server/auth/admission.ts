import type { Context } from 'hono';
import { ConfitureError } from '../../errors.js';
import type { TokenScope } from '../../storage/tokens/token-scope.js';
import type { AppEnv } from '../app-env.js';
import type { OwnOrigin } from '../conventions/own-origin.js';
import { type RateLimit, rateLimited } from '../conventions/rate-limit.js';
import type { RequestActor } from '../route.js';
import { type Credentials, credentialsOf } from './credentials.js';
import type { SessionCookie } from './session-cookie.js';
import type { KnownToken } from './static-tokens.js';
import type { TokenLookup } from './token-lookup.js';

/** Decides whether a request may pass. */
export interface Admission {
  /** Who asks. @throws TOKEN_MISSING, TOKEN_INVALID, RATE_LIMITED; SCOPE_MISSING, where `scope` is not null. */
  admit(c: Context<AppEnv>, scope: TokenScope | null): Promise<RequestActor>;
}

const CHALLENGE = { headers: { 'www-authenticate': 'Bearer realm="confiture"' } };

export interface AdmissionParts {
  readonly lookup: TokenLookup;
  readonly cookie: SessionCookie;
  readonly origin: OwnOrigin;
  /** Of requests, by token. */
  readonly limit: RateLimit;
}

/** Admission by bearer token, or by the cookie of a person who has signed in with one. */
export function admissionBy({ lookup, cookie, origin, limit }: AdmissionParts): Admission {
  const find = ({ kind, text }: Credentials, address: string) =>
    kind === 'token' ? lookup.byText(text, address) : lookup.bySession(text, address);
  return {
    async admit(c, scope) {
      const credentials = credentialsOf(c.req.raw.headers, cookie.name);
      if (credentials === null) throw missing();
      if (credentials.kind === 'session') origin.checkSameOrigin(c.req.raw);
      const address = c.get('address');
      const token = await find(credentials, address);
      if (token === null) throw invalid(credentials);
      limit.count(token.id);
      c.set('rateLimit', limit.headers(token.id));
      if (limit.isOver(token.id)) throw rateLimited('the token has sent too many requests', limit);
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

function missing(): ConfitureError {
  return new ConfitureError('TOKEN_MISSING', 'the request has no token', {
    hint: 'Send Authorization: Bearer sk_live_…; `confiture serve token create NAME` makes one.',
    details: CHALLENGE,
  });
}

function invalid({ kind }: Credentials): ConfitureError {
  if (kind === 'session')
    return new ConfitureError('TOKEN_INVALID', 'the session has ended', {
      hint: 'Sign in again.',
      details: CHALLENGE,
    });
  return new ConfitureError('TOKEN_INVALID', 'the token is unknown, revoked or has expired', {
    hint: '`confiture serve token list` shows those that are in use.',
    details: CHALLENGE,
  });
}

/** For a token that may not do this. */
export function lacks(scope: TokenScope, { name }: Pick<KnownToken, 'name'>): ConfitureError {
  return new ConfitureError('SCOPE_MISSING', `the token "${name}" lacks the scope ${scope}`, {
    hint: `Make one with it: \`confiture serve token create NAME --scope ${scope}\`.`,
  });
}
