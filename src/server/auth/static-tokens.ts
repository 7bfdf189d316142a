import { hashOf } from '../../app/tokens/token-text.js';
import { ConfitureError } from '../../errors.js';
import { type TokenScope, tokenScopes } from '../../storage/tokens/token-scope.js';

/** A token that may be used now. */
export interface KnownToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
}

const SHORTEST = 32;

/** Tokens that no table holds: that of the environment, and one that a process made for itself. */
export class StaticTokens {
  readonly #byHash = new Map<string, KnownToken>();

  add(text: string, token: KnownToken): void {
    this.#byHash.set(hashOf(text), token);
  }

  find(hash: string): KnownToken | null {
    return this.#byHash.get(hash) ?? null;
  }

  get isEmpty(): boolean {
    return this.#byHash.size === 0;
  }
}

/** The token of CONFITURE_API_TOKEN, where it is set. @throws CONFIG_INVALID for one that could be guessed. */
export function staticTokens(variables: Readonly<Record<string, string>>): StaticTokens {
  const tokens = new StaticTokens();
  const text = variables.CONFITURE_API_TOKEN;
  if (!text) return tokens;
  if (!/^[\x21-\x7e]+$/.test(text) || text.length < SHORTEST) throw weak();
  tokens.add(text, { id: 'tok_environment', name: 'environment', scopes: tokenScopes });
  return tokens;
}

function weak(): ConfitureError {
  return new ConfitureError(
    'CONFIG_INVALID',
    `CONFITURE_API_TOKEN must be at least ${SHORTEST} characters of ASCII without spaces`,
    { hint: 'Make one with `openssl rand -hex 32`, or use `confiture serve token create NAME`.' },
  );
}
