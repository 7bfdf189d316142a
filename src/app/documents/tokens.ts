import { ShownOnce } from '../../output/terminal/shown-once.js';
import type { StoredToken } from '../../storage/tokens/stored-token.js';
import type { MadeToken } from '../tokens/make-token.js';

/** `serve token list`, newest first. */
export function tokensDocument(tokens: readonly StoredToken[]): object {
  return { tokens: tokens.map(tokenObject) };
}

/** `serve token revoke` */
export function tokenDocument(token: StoredToken): object {
  return { token: tokenObject(token) };
}

/** `serve token create`, with the text that is shown once. */
export function tokenMadeDocument({ token, text }: MadeToken): object {
  return { token: tokenObject(token), secret: new ShownOnce(text) };
}

/** A token in JSON, of commands and of the API. */
export function tokenObject(token: StoredToken) {
  return {
    id: token.id,
    name: token.name,
    state: token.state,
    scopes: [...token.scopes],
    secret_hint: token.hint,
    created_by: token.createdBy,
    created_at: token.createdAt.toISOString(),
    expires_at: token.expiresAt?.toISOString() ?? null,
    revoked_at: token.revokedAt?.toISOString() ?? null,
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
    last_used_from: token.lastUsedFrom,
  };
}

/** `serve`, when it listens. */
export function servingDocument({
  url,
  signInUrl,
  hasWorker,
}: {
  readonly url: string;
  readonly signInUrl: string | null;
  readonly hasWorker: boolean;
}): object {
  return { url, sign_in_url: signInUrl === null ? null : new ShownOnce(signInUrl), worker: hasWorker };
}
