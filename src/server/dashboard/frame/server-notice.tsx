import type { ReactNode } from 'react';
import { sentence } from '../api/sentence.js';
import { useLiveState } from '../live/live-state.js';
import { useStaleFault } from '../live/stale-fault.js';
import { Notice } from '../parts/notice.js';

/** What every screen says while the server is gone, cannot tell how things are, or did not sign out. */
export function ServerNotice({ isSignOutRefused }: { readonly isSignOutRefused: boolean }) {
  const isGone = useLiveState() === 'gone';
  const fault = useStaleFault();
  if (isGone)
    return (
      <FrameNotice title="The server does not answer.">
        What is shown is from before. The page tries again by itself; until then it can change nothing.
      </FrameNotice>
    );
  if (isSignOutRefused)
    return (
      <FrameNotice title="You are still signed in.">
        The server could not end the session. Try again in a moment, or revoke the token.
      </FrameNotice>
    );
  if (fault === null) return null;
  return (
    <FrameNotice title={`What is shown is from before: ${sentence(fault.detail)}`}>
      {fault.hint === null ? null : `${fault.hint} `}The page tries again by itself.
    </FrameNotice>
  );
}

function FrameNotice({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="shell-gone">
      <Notice tone="failed" title={title} isUrgent>
        <p className="outside-text">{children}</p>
      </Notice>
    </div>
  );
}
