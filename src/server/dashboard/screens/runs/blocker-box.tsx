import type { RunDetail } from '../../api/generated.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Notice } from '../../parts/notice.js';
import { durationText } from '../../time/duration-text.js';

type Blocker = RunDetail['blocked_by'][number];

/** Who keeps a run from going on, while that lasts, and what may be done. What they run is not known: it may be secret. */
export function BlockerBox({
  blockers,
  what,
}: {
  readonly blockers: readonly Blocker[];
  /** What they hold, for a sentence. */
  readonly what: string;
}) {
  const [first] = blockers;
  if (first === undefined) return null;
  const end = `select pg_terminate_backend(${first.pid});`;
  return (
    <Notice
      tone="waits"
      title={
        blockers.length === 1
          ? `Another session holds ${what}.`
          : `${blockers.length} other sessions hold ${what}.`
      }
    >
      <ul aria-label="Sessions that block the run">
        {blockers.map((blocker) => (
          <li key={blocker.pid} className="outside-text">
            {blockerText(blocker)}
          </li>
        ))}
      </ul>
      {first.pid === 0 ? null : (
        <p className="run-next">
          Let it end, or end it: <code>{end}</code>{' '}
          <CopyButton text={() => end} about="the statement that ends it">
            Copy
          </CopyButton>
        </p>
      )}
    </Notice>
  );
}

/** A prepared transaction has no process. */
function blockerText({ pid, application, user, client_address: from, state, state_ms: ms }: Blocker): string {
  const who = pid === 0 ? 'A prepared transaction' : `Process ${pid}`;
  const what = [application, user === null ? null : `user ${user}`, from === null ? null : `from ${from}`];
  const since = ms === null ? '' : ` for ${durationText(ms / 1000)}`;
  return [who, ...what, state === null ? null : `${state}${since}`]
    .filter((part) => part !== null)
    .join(', ');
}
