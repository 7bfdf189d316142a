import { Link } from 'wouter';
import type { RunDetail } from '../../api/generated.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Notice } from '../../parts/notice.js';
import { TimeAgo } from '../../time/time-ago.js';
import { nameWithVersion } from '../migrations/migration-name.js';
import { BlockerBox } from './blocker-box.js';

/** What keeps a run from going on, or has ended it, with what to do next. */
export function RunNotices({ run }: { readonly run: RunDetail }) {
  const { waiting_for: reasons, blocked_by: blockers } = run;
  const isNamed = blockers.length > 0;
  return (
    <div className="run-notices">
      <Pause run={run} />
      {reasons
        .filter(({ kind }) => kind !== 'lock' || !isNamed)
        .map(({ kind, detail }) => (
          <Notice key={`${kind} ${detail}`} tone="waits" title={`Waits: ${detail}`}>
            {kind === 'approval' ? <Link href="/approvals?state=pending">To the approvals</Link> : null}
          </Notice>
        ))}
      <BlockerBox
        blockers={blockers}
        what={reasons.some(({ kind }) => kind === 'lock') ? 'the migration lock' : 'what it needs'}
      />
      <End run={run} />
    </div>
  );
}

function Pause({ run: { pause } }: { readonly run: RunDetail }) {
  if (pause === null) return null;
  const { actor, reason, since, all } = pause;
  return (
    <Notice
      tone="waits"
      title={`${all ? 'All runs are held' : 'Held'} by ${actor}${reason === null ? '' : `: ${reason}`}`}
    >
      <p>
        {since === null ? (
          'It stops at the next safe point.'
        ) : (
          <>
            Paused <TimeAgo at={since} />.
          </>
        )}
      </p>
    </Notice>
  );
}

/** Why a run has ended before its last migration, and what to do next. */
function End({ run }: { readonly run: RunDetail }) {
  const { state, reason, next } = run;
  if (state === 'abandoned')
    return (
      <Notice tone="failed" title="The process of the run is gone; it will not go on by itself.">
        <p>What was committed stays. A new run goes on from there.</p>
        <Next command={next} />
      </Notice>
    );
  if (state === 'failed')
    return (
      <Notice tone="failed" title={failureText(run)}>
        <Next command={next} />
      </Notice>
    );
  if (state === 'cancelled')
    return (
      <Notice tone="off" title={reason === null ? 'It was cancelled.' : `It was cancelled: ${reason}`}>
        <p>What was done before stays done.</p>
        <Next command={next} />
      </Notice>
    );
  return null;
}

/** The failure of its migration, whose row may be far below; without one the code of the error. */
function failureText({ migrations, error }: RunDetail): string {
  const failed = migrations.findLast((migration) => migration.error !== null);
  if (failed?.error == null) return `It ended with ${error ?? 'an error'}.`;
  return `${nameWithVersion(failed)} failed: ${failed.error.message}`;
}

function Next({ command }: { readonly command: string | null }) {
  if (command === null) return null;
  return (
    <p className="run-next">
      Next: <code>{command}</code>{' '}
      <CopyButton text={() => command} about="the next command">
        Copy
      </CopyButton>
    </p>
  );
}
