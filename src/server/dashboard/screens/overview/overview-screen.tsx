import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { dataOf } from '../../api/client.js';
import {
  type Approval,
  listApprovals,
  listMigrations,
  listRuns,
  listWebhooks,
  type Run,
  type Webhook,
} from '../../api/generated.js';
import { MissingScreen } from '../../parts/missing-screen.js';
import { StatePill } from '../../parts/state-pill.js';
import { TimeAgo } from '../../time/time-ago.js';
import { endpointState, needsLook } from '../endpoints/endpoint-state.js';
import { progressText } from '../runs/progress-text.js';
import { Activity } from './activity.js';
import { overviewSentence } from './overview-sentence.js';
import { PauseAll } from './pause-all.js';
import { Standing } from './standing.js';
import './overview-screen.css';

const POLL_MS = 5_000;
const MOST = 200;

/** Where the deploy stands, in one sentence, with what needs a person under it. */
export function OverviewScreen({ environment }: { readonly environment: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['overview'],
    queryFn: readOverview,
    refetchInterval: POLL_MS,
  });
  if (data === undefined) return <MissingScreen what="overview" error={error} retry={() => void refetch()} />;
  const { runs, approvals, suffering } = data;
  return (
    <>
      <div className="screen-head">
        <h1 className="overview-sentence outside-text">{overviewSentence({ environment, ...data })}</h1>
        <PauseAll runs={runs} />
      </div>
      <div className="overview">
        <Standing environment={environment} {...data} />
        <Activity />
        <Approvals approvals={approvals} />
        <Suffering endpoints={suffering} />
        <Runs runs={runs} />
      </div>
    </>
  );
}

async function readOverview() {
  const [runs, migrations, approvals, webhooks] = await Promise.all([
    dataOf(listRuns({ limit: 8 })),
    dataOf(listMigrations({ limit: MOST })),
    dataOf(listApprovals({ state: 'pending' })),
    dataOf(listWebhooks({ limit: MOST })),
  ]);
  return {
    runs: runs.data,
    migrations: migrations.data,
    approvals: approvals.data,
    suffering: webhooks.data.filter(needsLook),
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
              ends <TimeAgo at={approval.expires_at} />
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
      {runs.length === 0 ? <p className="screen-lead">No run has been seen yet.</p> : null}
      <ul>
        {runs.map((run) => (
          <li key={run.run_id} className="overview-row">
            <StatePill state={run.state} />
            <Link className="outside-text" href={`/runs/${run.run_id}`}>
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
