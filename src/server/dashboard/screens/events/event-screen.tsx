import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { dataOf } from '../../api/client.js';
import { type EventDetail, type EventFilter, getEvent } from '../../api/generated.js';
import { useHotkeys } from '../../frame/hotkeys.js';
import { Actions } from '../../parts/actions.js';
import { BodyText } from '../../parts/body-text.js';
import { Facts } from '../../parts/facts.js';
import { MissingScreen } from '../../parts/missing-screen.js';
import { StatePill } from '../../parts/state-pill.js';
import { useMay } from '../../session/may.js';
import { TimeAgo } from '../../time/time-ago.js';
import { BulkSteps, useBulk } from '../bulk/bulk-steps.js';
import { deliveryState } from '../deliveries/delivery-columns.js';
import { migrationPath } from '../migrations/migration-path.js';
import { Replay } from './replay.js';

/** One event with all its deliveries. */
export function EventScreen({ id }: { readonly id: string }) {
  const {
    data: event,
    error,
    refetch,
  } = useQuery({
    queryKey: ['event', id],
    queryFn: () => dataOf(getEvent(id)),
  });
  const may = useMay('operate');
  const bulk = useBulk();
  useHotkeys({ r: () => may === null && bulk.ask() });
  if (event === undefined)
    return (
      <MissingScreen
        what="event"
        error={error}
        retry={() => void refetch()}
        list={{ href: '/events', title: 'All events' }}
      />
    );
  return (
    <>
      <div className="screen-head">
        <div>
          <h1>{event.type}</h1>
          <p className="screen-lead mono">{event.id}</p>
        </div>
        <Actions
          actions={[{ name: 'Replay …', act: bulk.ask, offReason: may, hotkey: 'r', about: 'this event' }]}
        />
      </div>
      <BulkSteps bulk={bulk} question={(asked) => <Replay filter={filterOf(event)} {...asked} />} />
      <Facts
        facts={{
          Happened: <TimeAgo at={event.created_at} />,
          Run: event.run_id === null ? null : <Link href={`/runs/${event.run_id}`}>{event.run_id}</Link>,
          Migration:
            event.migration === null ? null : (
              <Link className="outside-text" href={migrationPath(event.migration)}>
                {event.migration}
              </Link>
            ),
        }}
      />
      <section className="event-part" aria-label="Deliveries">
        <h2>Deliveries</h2>
        {event.deliveries.length === 0 ? <p className="screen-lead">No endpoint subscribes to it.</p> : null}
        <ul className="event-deliveries">
          {event.deliveries.map((delivery) => (
            <li key={delivery.id} className="event-delivery">
              <StatePill state={deliveryState(delivery)} detail={delivery.last_answer} />
              <Link className="outside-text" href={`/deliveries/${delivery.id}`}>
                {delivery.endpoint}
              </Link>
              <span>{delivery.attempt_count === 1 ? '1 attempt' : `${delivery.attempt_count} attempts`}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="event-part" aria-label="What happened">
        <h2>Body</h2>
        <BodyText text={JSON.stringify(event.body)} label="Body of the event" />
      </section>
    </>
  );
}

/** The filter that chooses an event among all: nothing else of its type happens to its migration at its time. */
function filterOf({ type, migration, run_id: run, created_at: at }: EventDetail): EventFilter {
  return {
    type,
    ...(migration !== null && { migration }),
    ...(run !== null && { run }),
    since: at,
    until: at,
  };
}
