import type { ReactNode } from 'react';
import { sentence } from '../api/sentence.js';
import { useLiveState } from '../live/live-state.js';
import { useStaleFault } from '../live/stale-fault.js';
import { Notice } from '../parts/notice.js';

/** What every screen says while the server is gone, cannot tell how things are, or did not sign out. */
export function ServerTrouble({ isSignOutRefused }: { readonly isSignOutRefused: boolean }) {
  const isGone = useLiveState() === 'gone';
  const fault = useStaleFault();
  if (isGone)
    return (
      <Trouble title="The server does not answer.">
        What is shown is from before. The page tries again by itself; until then it can change nothing.
      </Trouble>
    );
  if (isSignOutRefused)
    return (
      <Trouble title="You are still signed in.">
        The server could not end the session. Try again in a moment, or revoke the token.
      </Trouble>
    );
  if (fault === null) return null;
  return (
    <Trouble title={`What is shown is from before: ${sentence(fault.detail)}`}>
      {fault.hint === null ? null : `${fault.hint} `}The page tries again by itself.
    </Trouble>
  );
}

function Trouble({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="shell-gone">
      <Notice tone="failed" title={title} isUrgent>
        <p className="outside-text">{children}</p>
      </Notice>
    </div>
  );
}
