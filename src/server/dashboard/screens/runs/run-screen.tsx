import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { dataOf } from '../../api/client.js';
import { getRun, type RunDetail } from '../../api/generated.js';
import { Facts } from '../../parts/facts.js';
import { MissingScreen } from '../../parts/missing-screen.js';
import { Notice } from '../../parts/notice.js';
import { StatePill } from '../../parts/state-pill.js';
import { durationText } from '../../time/duration-text.js';
import { serverNow } from '../../time/server-clock.js';
import { TimeAgo } from '../../time/time-ago.js';
import { progressText } from './progress-text.js';
import { RunActions } from './run-actions.js';
import { RunEvents } from './run-events.js';
import { Timeline } from './timeline.js';
import './run-screen.css';

/** How often a run that goes on is looked at. */
const WATCH_MS = 1_000;

/** One run: where it stands, what it waits for, its migrations on a time axis, its events. */
export function RunScreen({ id }: { readonly id: string }) {
  const {
    data: run,
    error,
    refetch,
  } = useQuery({
    queryKey: ['run', id],
    queryFn: () => dataOf(getRun(id)),
    refetchInterval: ({ state }) =>
      state.data !== undefined && state.data.ended_at === null ? WATCH_MS : false,
  });
  if (run === undefined)
    return (
      <MissingScreen
        what="run"
        error={error}
        retry={() => void refetch()}
        list={{ href: '/runs', title: 'All runs' }}
      />
    );
  return (
    <>
      <div className="screen-head">
        <div>
          <h1>
            <StatePill state={run.state} /> {run.direction === 'up' ? 'Run' : 'Rollback'}{' '}
            <code className="run-id">{run.run_id}</code>
          </h1>
          <p className="screen-lead">{leadOf(run)}</p>
        </div>
        <RunActions run={run} />
      </div>
      <div className="run-notices">{noticesOf(run)}</div>
      <RunFacts run={run} />
      <div className="run-parts">
        <section aria-label="Timeline">
          <Timeline run={run} nowMs={serverNow()} />
        </section>
        <RunEvents run={run} />
      </div>
    </>
  );
}

/** The first line, which says how it stands. */
function leadOf(run: RunDetail): ReactNode {
  const rows = run.records_processed === null ? '' : `, ${run.records_processed.toLocaleString('en')} rows`;
  return (
    <span className="outside-text">
      {progressText(run)}
      {rows}
    </span>
  );
}

function noticesOf(run: RunDetail): ReactNode {
  const { pause, waiting_for: waits, blocked_by: blockers, state, next, error } = run;
  return (
    <>
      {pause === null ? null : (
        <Notice
          tone="waits"
          title={`Held by ${pause.actor}${pause.reason === null ? '' : `: ${pause.reason}`}`}
        >
          <p>
            {pause.since === null ? (
              'It stops at the next safe point.'
            ) : (
              <>
                It stands still since <TimeAgo at={pause.since} />.
              </>
            )}
          </p>
        </Notice>
      )}
      {waits.map(({ kind, detail }) => (
        <Notice key={kind} tone="waits" title={`Waits: ${detail}`}>
          {kind === 'approval' ? <Link href="/approvals?state=pending">To the approvals</Link> : null}
        </Notice>
      ))}
      {blockers.length === 0 ? null : (
        <Notice tone="waits" title="Other sessions hold what it needs.">
          <ul>
            {blockers.map((blocker) => (
              <li key={blocker.pid} className="outside-text">
                pid {blocker.pid}, {blocker.application || 'no name'} of {blocker.user ?? 'an unknown user'},{' '}
                {blocker.state}
                {blocker.state_ms === null ? '' : ` for ${durationText(blocker.state_ms / 1000)}`}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {state === 'abandoned' ? (
        <Notice tone="failed" title="The process of the run is gone; it will not go on by itself.">
          <code>{next}</code>
        </Notice>
      ) : null}
      {state === 'failed' ? (
        <Notice tone="failed" title={`It ended with ${error ?? 'an error'}.`}>
          <code>{next}</code>
        </Notice>
      ) : null}
    </>
  );
}

function RunFacts({ run }: { readonly run: RunDetail }) {
  return (
    <Facts
      facts={{
        By: <span className="outside-text">{run.actor}</span>,
        Started: <TimeAgo at={run.started_at} />,
        Took: durationText(run.duration_ms / 1000),
        Commit: run.commit === null ? null : <span className="mono outside-text">{run.commit}</span>,
        Host: <span className="outside-text">{`${run.host}, process ${run.process_id}`}</span>,
        Reason: run.reason === null ? null : <span className="outside-text">{run.reason}</span>,
        'Goes on from':
          run.continues === null ? null : <Link href={`/runs/${run.continues}`}>{run.continues}</Link>,
      }}
    />
  );
}
