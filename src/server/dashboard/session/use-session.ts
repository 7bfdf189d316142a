import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { ApiProblem } from '../api/api-problem.js';
import { dataOf } from '../api/client.js';
import {
  signOut as deleteSession,
  getSession,
  signIn as postSession,
  type Session,
} from '../api/generated.js';

export interface SessionState {
  /** Null where nobody is signed in; undefined before the first answer. */
  readonly session: Session | null | undefined;
  readonly error: unknown;
  readonly signIn: (token: string) => Promise<void>;
  /** Rejects where the server did not end the session, which then goes on. */
  readonly signOut: () => Promise<void>;
  /** Told where the server lets the session in no more. */
  readonly refused: () => void;
  readonly endedReason: string | null;
}

const KEY = ['session'];
const ENDED = 'The session has ended: its token has expired or was revoked, or it was signed out elsewhere.';
/** How often a server is asked again that was not there when the page was opened. */
const RETRY_MS = 2_000;

/** Who is signed in. A token in the fragment of the URL, as the sign-in link has it, is used once and taken out of it. */
export function useSession(): SessionState {
  const client = useQueryClient();
  const [endedReason, setEndedReason] = useState<string | null>(null);
  const { data: session, error } = useQuery({
    queryKey: KEY,
    queryFn: () =>
      dataOf(getSession()).catch((failure: unknown) => {
        if (isUnauthorised(failure)) return null;
        throw failure;
      }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.error === null ? false : RETRY_MS),
  });
  const signIn = useCallback(
    async (token: string) => {
      const signedIn = await dataOf(postSession({ token }));
      // The answer to the question at the opening of the page, from before, can still be on its way.
      await client.cancelQueries({ queryKey: KEY });
      client.setQueryData(KEY, signedIn);
      setEndedReason(null);
    },
    [client],
  );
  const end = useCallback(
    (reason: string | null) => {
      setEndedReason(reason);
      // First the way in, which takes the screens away that would ask for the rest again. The session itself stays known:
      // what shows it would not hear of another in its place.
      client.setQueryData(KEY, null);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
    },
    [client],
  );
  const refused = useCallback(() => end(ENDED), [end]);
  const signOut = useCallback(async () => {
    await dataOf(deleteSession()).catch((failure: unknown) => {
      if (!isUnauthorised(failure)) throw failure;
    });
    end(null);
  }, [end]);
  // A stream that was let in goes on where the session was ended in another tab: the next answer tells.
  useEffect(
    () =>
      client.getQueryCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'error' && isUnauthorised(event.action.error))
          refused();
      }),
    [client, refused],
  );
  useEffect(() => {
    const token = new URLSearchParams(location.hash.slice(1)).get('token');
    if (token === null) return;
    history.replaceState(history.state, '', location.pathname + location.search);
    signIn(token).catch((failure: unknown) =>
      setEndedReason(
        failure instanceof ApiProblem
          ? 'The token of the link is not known any more: its server has ended.'
          : 'The server does not answer. Open the link again when it does.',
      ),
    );
  }, [signIn]);
  return { session, error, signIn, signOut, refused, endedReason };
}

function isUnauthorised(failure: unknown): boolean {
  return failure instanceof ApiProblem && failure.status === 401;
}
