import { Router, useLocation } from 'wouter';
import { basePath } from './api/client.js';
import type { Session } from './api/generated.js';
import { ScreenFault } from './frame/screen-fault.js';
import { Shell } from './frame/shell.js';
import { useThemeOfPage } from './frame/theme.js';
import { useLive } from './live/use-live.js';
import { ProblemNotice } from './parts/problem-notice.js';
import { Skeleton } from './parts/skeleton.js';
import { Screens } from './screens/screens.js';
import { Scopes } from './session/may.js';
import { SignIn } from './session/sign-in.js';
import { useSession } from './session/use-session.js';

/** The page: who is not signed in sees the way in, and nothing else. */
export function App() {
  useThemeOfPage();
  const { session, error, signIn, signOut, refused, endedReason } = useSession();
  if (session === undefined)
    return error === null ? <Skeleton rows={6} label="the page" /> : <ProblemNotice error={error} />;
  if (session === null) return <SignIn signIn={signIn} endedReason={endedReason} />;
  return (
    <Router base={basePath}>
      <Scopes value={session.scopes}>
        <SignedIn session={session} signOut={signOut} refused={refused} />
      </Scopes>
    </Router>
  );
}

function SignedIn({
  session,
  signOut,
  refused,
}: {
  readonly session: Session;
  readonly signOut: () => Promise<void>;
  readonly refused: () => void;
}) {
  useLive(refused);
  const [path] = useLocation();
  return (
    <Shell
      place={{ database: session.database, environment: session.environment }}
      who={session.name}
      scopes={session.scopes}
      signOut={signOut}
    >
      <ScreenFault key={path}>
        <Screens session={session} />
      </ScreenFault>
    </Shell>
  );
}
