import { createContext, useContext } from 'react';
import type { TokenScope } from '../api/token-scope.js';

/** What the session may do. */
export const Scopes = createContext<readonly TokenScope[]>([]);

/** Null where the session has the scope, else why what needs it is off. */
export function useMay(scope: TokenScope): string | null {
  return useContext(Scopes).includes(scope) ? null : `needs a token with the scope ${scope}`;
}
