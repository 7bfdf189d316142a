import { createContext, useContext } from 'react';
import type { TokenScope } from '../api/token-scope.js';
import { useGoneReason } from '../live/live-state.js';

/** What the session may do. */
export const Scopes = createContext<readonly TokenScope[]>([]);

/** Null where the session has the scope and the server answers, else why what needs them is off. */
export function useMay(scope: TokenScope): string | null {
  const isAllowed = useContext(Scopes).includes(scope);
  const gone = useGoneReason();
  return isAllowed ? gone : `needs a token with the scope ${scope}`;
}
