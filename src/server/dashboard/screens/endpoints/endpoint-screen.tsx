import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { dataOf } from '../../api/client.js';
import { getWebhook, type Webhook } from '../../api/generated.js';
import { sentence } from '../../api/sentence.js';
import { DayCharts } from '../../charts/day-charts.js';
import { Facts } from '../../parts/facts.js';
import { isNoMore, MissingScreen } from '../../parts/missing-screen.js';
import { Notice } from '../../parts/notice.js';
import { FigureSkeleton } from '../../parts/skeleton.js';
import { StatePill } from '../../parts/state-pill.js';
import { durationText } from '../../time/duration-text.js';
import { TimeAgo } from '../../time/time-ago.js';
import { EndpointActions } from './endpoint-actions.js';
import { rateText, useEndpointStatistics } from './endpoint-figures.js';
import { endpointState } from './endpoint-state.js';

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
  if (endpoint === undefined || isNoMore(error))
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
          Source: endpoint.source,
          Schedule: Array.isArray(endpoint.schedule)
            ? `${endpoint.schedule.join(', ')} s`
            : endpoint.schedule,
          'Time-out': durationText(endpoint.timeout_ms / 1000),
          Secret:
            endpoint.secret_hint === null ? 'none' : <span className="mono">…{endpoint.secret_hint}</span>,
          Headers: headersText(endpoint),
          'Made by':
            endpoint.created_by === null ? null : <span className="outside-text">{endpoint.created_by}</span>,
          Made: endpoint.created_at === null ? null : <TimeAgo at={endpoint.created_at} />,
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

/** `switched off by ann: the host moves` is a reason with its author. */
function offText(reason: string): string {
  return reason.startsWith('switched off') ? sentence(reason) : `Switched off: ${reason}.`;
}

/** Since when its attempts have failed. */
function Since({ failures, at }: { readonly failures: number; readonly at: string }) {
  return (
    <>
      {failures === 1 ? 'It was made' : 'The first of them was made'} <TimeAgo at={at} />.
    </>
  );
}

function Notices({ endpoint }: { readonly endpoint: Webhook }) {
  const {
    failures,
    locked,
    disabled_reason: disabled,
    failing_since: failing,
    overlap_until: overlap,
  } = endpoint;
  return (
    <div className="run-notices">
      {locked === null ? null : <Notice tone="failed" title={locked} />}
      {disabled === null ? null : (
        <Notice tone="off" title={offText(disabled)}>
          {failing === null ? null : (
            <p>
              {attemptsText(failures)} <Since failures={failures} at={failing} />
            </p>
          )}
        </Notice>
      )}
      {failing === null || disabled !== null ? null : (
        <Notice tone="failed" title={attemptsText(failures)}>
          <p>
            <Since failures={failures} at={failing} />
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

/** How it stands now, and how it did with all that is kept; the day is told by the charts. */
function Figures({ endpoint }: { readonly endpoint: Webhook }) {
  const statistics = useEndpointStatistics(endpoint.id);
  const counted = (of: 'waiting' | 'delivered' | 'failed') =>
    statistics === undefined ? (
      <FigureSkeleton />
    ) : (
      `${statistics[of].capped ? '> ' : ''}${statistics[of].count.toLocaleString('en')}`
    );
  const isHeld = endpoint.disabled_reason !== null;
  return (
    <Facts
      facts={{
        [isHeld ? 'Held now' : 'Waiting now']: counted('waiting'),
        'Delivered in all': counted('delivered'),
        'Failed in all': counted('failed'),
        'Success in all': statistics === undefined ? <FigureSkeleton /> : rateText(statistics.success_rate),
        [isHeld ? 'Oldest held' : 'Oldest waiting']:
          statistics === undefined ? <FigureSkeleton /> : <TimeAgo at={statistics.oldest_waiting_at} />,
      }}
    />
  );
}
