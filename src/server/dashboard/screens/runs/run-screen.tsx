import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { dataOf } from '../../api/client.js';
import { getRun, type RunDetail } from '../../api/generated.js';
import { Announced } from '../../parts/announced.js';
import { Facts } from '../../parts/facts.js';
import { isNoMore, MissingScreen } from '../../parts/missing-screen.js';
import { StatePill } from '../../parts/state-pill.js';
import { serverNow } from '../../time/server-clock.js';
import { TimeAgo } from '../../time/time-ago.js';
import { nameWithVersion } from '../migrations/migration-name.js';
import { batchText } from './batch-rate.js';
import { inStep } from './in-step.js';
import { progressText } from './progress-text.js';
import { RunActions } from './run-actions.js';
import { RunEvents } from './run-events.js';
import { RunNotices } from './run-notices.js';
import { runTimeText } from './run-time.js';
import { Timeline } from './timeline/timeline.js';
import './styles/run-screen.css';

/** How often a run that goes on is looked at. */
const WATCH_MS = 1_000;

/** One run: where it stands, what it waits for, its migrations on a time axis, its events. */
export function RunScreen({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['run', id],
    queryFn: () => dataOf(getRun(id)),
    refetchInterval: ({ state }) =>
      state.data !== undefined && state.data.ended_at === null ? WATCH_MS : false,
  });
  const run = data && inStep(data);
  if (run === undefined || isNoMore(error))
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
      <Announced text={`The run is ${run.state}.`} />
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
      <RunNotices run={run} />
      <RunFacts run={run} />
      <div className="run-parts">
        <section aria-label="Timeline">
          <Timeline run={run} nowMs={lastMoment(run)} />
        </section>
        <RunEvents run={run} />
      </div>
    </>
  );
}

/** Until when a run has gone on, by the server's clock; one that died has done nothing since its last sign of life. */
function lastMoment({ state, ended_at: end, silent_ms: silentMs, server_time: now }: RunDetail): number {
  if (end !== null) return Date.parse(end);
  return state === 'abandoned' ? Date.parse(now) - (silentMs ?? 0) : serverNow();
}

/** The first line, which says how it stands. */
function leadOf(run: RunDetail): ReactNode {
  const { batch, records_processed: rows } = run;
  // The rows of a batch phase are those of its bar: two figures of two moments would contradict each other.
  const rowsText =
    batch !== null ? batchText(batch, null) : rows === null ? null : `${rows.toLocaleString('en')} rows`;
  return (
    <span className="outside-text">
      {[progressText({ ...run, current_migration: currentName(run) }), rowsText]
        .filter((part) => part !== null)
        .join(', ')}
    </span>
  );
}

/** As its row calls it. */
function currentName({ current_migration: name, migrations }: RunDetail): string | null {
  const current = migrations.find((migration) => migration.name === name);
  return current === undefined ? name : nameWithVersion(current);
}

/** As much of a commit as tells it from others; all of it in the title. */
function Commit({ commit }: { readonly commit: string }) {
  return (
    <span className="mono outside-text" title={commit}>
      {commit.slice(0, 12)}
    </span>
  );
}

function RunFacts({ run }: { readonly run: RunDetail }) {
  const isOver = run.ended_at !== null || run.state === 'abandoned';
  return (
    <Facts
      facts={{
        By: <span className="outside-text">{run.actor}</span>,
        Started: <TimeAgo at={run.started_at} />,
        [isOver ? 'Took' : 'So far']: runTimeText(run),
        Environment: <span className="outside-text">{run.environment}</span>,
        Commit: run.commit === null ? null : <Commit commit={run.commit} />,
        Host: <span className="outside-text">{`${run.host}, process ${run.process_id}`}</span>,
        Reason: run.reason === null ? null : <span className="outside-text">{run.reason}</span>,
        'Goes on from':
          run.continues === null ? null : (
            <Link className="mono" href={`/runs/${run.continues}`}>
              {run.continues}
            </Link>
          ),
      }}
    />
  );
}
