import { useQueries } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Approval, Run, Webhook } from '../../api/generated.js';
import { knownEndpoints, newestRuns, tellingMigrations, waitingApprovals } from '../../api/shared-queries.js';
import { DayCharts } from '../../charts/day-charts.js';
import { useStatistics } from '../../charts/use-statistics.js';
import { MissingScreen } from '../../parts/missing-screen.js';
import { StatePill } from '../../parts/state-pill.js';
import { TimeAgo } from '../../time/time-ago.js';
import { endpointState, needsLook } from '../endpoints/endpoint-state.js';
import { withoutOldPlace } from '../runs/in-step.js';
import { progressText } from '../runs/progress-text.js';
import { overviewSentence } from './overview-sentence.js';
import { PauseAll } from './pause-all.js';
import { Standing } from './standing.js';
import './overview-screen.css';

const refetchInterval = 5_000;

/** Where the deploy stands, in one sentence, with what needs a person under it. */
export function OverviewScreen({ environment }: { readonly environment: string }) {
  const { facts, error, refetch } = useOverview(environment);
  // The charts stand further down, but their figures are asked for beside the rest.
  useStatistics();
  if (facts === undefined) return <MissingScreen what="overview" error={error} retry={refetch} />;
  const { runs, approvals, suffering } = facts;
  return (
    <>
      <div className="screen-head">
        <h1 className="overview-sentence outside-text">{overviewSentence(facts)}</h1>
        <PauseAll />
      </div>
      <div className="overview">
        <Standing {...facts} />
        <DayCharts />
        <Approvals approvals={approvals} />
        <Suffering endpoints={suffering} />
        <Runs runs={runs} />
      </div>
    </>
  );
}

/** All four are asked for at once, three of them together with the rail; without one of them there is no overview. */
function useOverview(environment: string) {
  const answers = useQueries({
    queries: [
      { ...newestRuns, refetchInterval },
      { ...tellingMigrations, refetchInterval },
      { ...waitingApprovals, refetchInterval },
      { ...knownEndpoints, refetchInterval },
    ],
  });
  const [{ data: runs }, { data: migrations }, { data: approvals }, { data: endpoints }] = answers;
  const isKnown = runs && migrations && approvals && endpoints;
  return {
    facts: isKnown && {
      environment,
      runs: runs.map((run) => withoutOldPlace(run, migrations.rows)),
      migrations: migrations.rows,
      hasMore: migrations.hasMore,
      approvals,
      suffering: endpoints.filter(needsLook),
    },
    error: answers.find(({ error }) => error !== null)?.error ?? null,
    refetch: () => answers.forEach((answer) => void answer.refetch()),
  };
}

function Approvals({ approvals }: { readonly approvals: readonly Approval[] }) {
  if (approvals.length === 0) return null;
  return (
    <section aria-label="Waiting for a decision">
      <h2>Waiting for a decision</h2>
      <ul>
        {approvals.map((approval) => (
          <li key={approval.id} className="overview-row">
            <StatePill state={approval.state} />
            <Link className="outside-text" href={`/approvals/${approval.id}`}>
              {approval.migrations.map(({ name }) => name).join(', ')}
            </Link>
            <span className="outside-text">asked by {approval.requested_by}</span>
            <span>
              expires <TimeAgo at={approval.expires_at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Suffering({ endpoints }: { readonly endpoints: readonly Webhook[] }) {
  if (endpoints.length === 0) return null;
  return (
    <section aria-label="Endpoints that need a look">
      <h2>Endpoints that need a look</h2>
      <ul>
        {endpoints.map((endpoint) => (
          <li key={endpoint.id} className="overview-row">
            <StatePill state={endpointState(endpoint)} />
            <Link className="outside-text" href={`/endpoints/${encodeURIComponent(endpoint.id)}`}>
              {endpoint.name}
            </Link>
            <span className="outside-text">{whyText(endpoint)}</span>
            <SinceWhen endpoint={endpoint} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What ails an endpoint, in a few words. */
function whyText({ locked, disabled_reason: disabled, failures }: Webhook): string {
  return (
    locked ??
    disabled ??
    `${failures.toLocaleString('en')} ${failures === 1 ? 'failure' : 'failures in a row'}`
  );
}

function SinceWhen({
  endpoint: { disabled_at: off, failing_since: failing },
}: {
  readonly endpoint: Webhook;
}) {
  return (
    <span>
      {off !== null ? 'switched off ' : failing === null ? '' : 'began '}
      <TimeAgo at={off ?? failing} none="" />
    </span>
  );
}

function Runs({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <section aria-label="Last runs">
      <h2>Last runs</h2>
      {runs.length === 0 ? (
        <p className="screen-lead">
          No run has been seen yet. <code>confiture migrate up</code> starts one.
        </p>
      ) : null}
      <ul>
        {runs.map((run) => (
          <li key={run.run_id} className="overview-row">
            <StatePill state={run.state} />
            <Link className="outside-text" href={`/runs/${run.run_id}`}>
              {run.direction === 'down' ? 'rollback: ' : ''}
              {progressText(run)}
            </Link>
            <span className="outside-text">by {run.actor}</span>
            <TimeAgo at={run.started_at} />
          </li>
        ))}
      </ul>
    </section>
  );
}
