import { createContext, useContext } from 'react';
import type { TokenScope } from '../api/token-scope.js';
import { useGoneReason } from '../live/live-state.js';

/** What the session may do. */
export const Scopes = createContext<readonly TokenScope[]>([]);

/** Null where the session has the scope and the server answers, else why what needs them is off. */
export function useMay(scope: TokenScope): string | null {
  return useOffReason(scope)(null);
}

/**
 * Tells why something is off that needs a scope: for want of that, else by what is against it itself, and last because the
 * server is gone, so that what is said already stays.
 */
export function useOffReason(scope: TokenScope): (against: string | null) => string | null {
  const isAllowed = useContext(Scopes).includes(scope);
  const gone = useGoneReason();
  return (against) => (isAllowed ? (against ?? gone) : `a token with the scope ${scope} is needed`);
}
