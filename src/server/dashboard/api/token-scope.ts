import type { Session } from './generated.js';

/** What a token may do; see the scopes of `confiture serve token create`. */
export type TokenScope = Session['scopes'][number];
