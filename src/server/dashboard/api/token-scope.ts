import type { tokenScopes } from './choices.js';

/** What a token may do; see the scopes of `confiture serve token create`. */
export type TokenScope = (typeof tokenScopes)[number];
