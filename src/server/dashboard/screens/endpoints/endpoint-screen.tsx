import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { dataOf } from '../../api/client.js';
import { getWebhook, type Webhook } from '../../api/generated.js';
import { DayCharts } from '../../charts/day-charts.js';
import { Facts } from '../../parts/facts.js';
import { MissingScreen } from '../../parts/missing-screen.js';
import { Notice } from '../../parts/notice.js';
import { StatePill } from '../../parts/state-pill.js';
import { durationText } from '../../time/duration-text.js';
import { TimeAgo } from '../../time/time-ago.js';
import { EndpointActions } from './endpoint-actions.js';
import { rateText, useEndpointStatistics } from './endpoint-figures.js';
import { endpointState } from './endpoint-state.js';

const SET_IN: Record<Exclude<Webhook['source'], 'database'>, string> = {
  environment: 'It is set by variables of the environment, and changed there.',
  config: 'It is set in the config file, and changed there.',
};

/** One endpoint: how its deliveries fare, and what can be done with it. */
export function EndpointScreen({ id }: { readonly id: string }) {
  const {
    data: endpoint,
    error,
    refetch,
  } = useQuery({
    queryKey: ['webhook', id],
    queryFn: () => dataOf(getWebhook(id)),
  });
  if (endpoint === undefined)
    return (
      <MissingScreen
        what="endpoint"
        error={error}
        retry={() => void refetch()}
        list={{ href: '/endpoints', title: 'All endpoints' }}
      />
    );
  return (
    <>
      <div className="screen-head">
        <div>
          <h1>
            <StatePill state={endpointState(endpoint)} />{' '}
            <span className="outside-text">{endpoint.name}</span>
          </h1>
          <p className="screen-lead mono outside-text">
            {endpoint.url ?? 'its URL is sealed with a key that is not here'}
          </p>
        </div>
        <EndpointActions endpoint={endpoint} />
      </div>
      <Notices endpoint={endpoint} />
      <Figures endpoint={endpoint} />
      <div className="event-part">
        <DayCharts endpoint={endpoint.name} />
      </div>
      <Facts
        facts={{
          Events: endpoint.events.join(', '),
          Format: endpoint.format,
          Schedule: Array.isArray(endpoint.schedule)
            ? `${endpoint.schedule.join(', ')} s`
            : endpoint.schedule,
          Secret:
            endpoint.secret_hint === null ? 'none' : <span className="mono">…{endpoint.secret_hint}</span>,
          Headers: headersText(endpoint),
          Made: endpoint.created_at === null ? null : <TimeAgo at={endpoint.created_at} />,
          By:
            endpoint.created_by === null ? null : <span className="outside-text">{endpoint.created_by}</span>,
        }}
      />
      <p className="event-part">
        <Link
          className="outside-text"
          href={`/deliveries?endpoint=${encodeURIComponent(endpoint.name)}`}
        >{`Deliveries to ${endpoint.name}`}</Link>
      </p>
    </>
  );
}

function headersText({ headers }: Webhook): string | null {
  const names = Object.keys(headers ?? {});
  return names.length === 0 ? null : names.join(', ');
}

function attemptsText(failures: number): string {
  return failures === 1
    ? 'Its last attempt failed.'
    : `Its last ${failures.toLocaleString('en')} attempts failed.`;
}

function Notices({ endpoint }: { readonly endpoint: Webhook }) {
  const {
    source,
    locked,
    disabled_reason: disabled,
    failing_since: failing,
    overlap_until: overlap,
  } = endpoint;
  return (
    <div className="run-notices">
      {source === 'database' ? null : <Notice tone="off" title={SET_IN[source]} />}
      {locked === null ? null : <Notice tone="failed" title={locked} />}
      {disabled === null ? null : (
        <Notice tone="off" title={`Switched off: ${disabled}`}>
          {failing === null ? null : (
            <p>
              {attemptsText(endpoint.failures)} It began <TimeAgo at={failing} />.
            </p>
          )}
        </Notice>
      )}
      {failing === null || disabled !== null ? null : (
        <Notice tone="failed" title={attemptsText(endpoint.failures)}>
          <p>
            It began <TimeAgo at={failing} />.
          </p>
        </Notice>
      )}
      {overlap === null ? null : (
        <Notice tone="running" title="Two secrets sign.">
          <p>
            The new one was made <TimeAgo at={endpoint.rotated_at} />; the one before ends{' '}
            <TimeAgo at={overlap} />.
          </p>
        </Notice>
      )}
    </div>
  );
}

function Figures({ endpoint }: { readonly endpoint: Webhook }) {
  const statistics = useEndpointStatistics(endpoint.id);
  if (statistics === undefined) return null;
  const counted = ({ count, capped }: { readonly count: number; readonly capped: boolean }) =>
    `${capped ? '> ' : ''}${count.toLocaleString('en')}`;
  const ms = (value: number | null) => (value === null ? '–' : durationText(value / 1000));
  return (
    <Facts
      facts={{
        Delivered: counted(statistics.delivered),
        Waiting: counted(statistics.waiting),
        Failed: counted(statistics.failed),
        Success: rateText(statistics.success_rate),
        'Half answer within': ms(statistics.p50_ms),
        '95 % within': ms(statistics.p95_ms),
        'Oldest waiting': <TimeAgo at={statistics.oldest_waiting_at} />,
      }}
    />
  );
}
