import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { dataOf } from '../../api/client.js';
import { type Delivery, type EventDetail, type EventFilter, getEvent } from '../../api/generated.js';
import { useHotkeys } from '../../frame/hotkeys.js';
import { Actions } from '../../parts/actions.js';
import { BodyText } from '../../parts/body-text.js';
import { Facts } from '../../parts/facts.js';
import { isNoMore, MissingScreen } from '../../parts/missing-screen.js';
import { useMay } from '../../session/may.js';
import { TimeAgo } from '../../time/time-ago.js';
import { BulkSteps, useBulk } from '../bulk/bulk-steps.js';
import { DeliveryPill } from '../deliveries/delivery-columns.js';
import { migrationPath } from '../migrations/migration-path.js';
import { eventLead } from './event-leads.js';
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
  if (event === undefined || isNoMore(error))
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
          <p className="screen-lead">{eventLead(event.deliveries)}</p>
        </div>
        <Actions
          actions={[{ name: 'Replay …', act: bulk.ask, offReason: may, hotkey: 'r', about: 'this event' }]}
        />
      </div>
      <BulkSteps bulk={bulk} question={(asked) => <Replay filter={filterOf(event)} {...asked} />} />
      <Facts
        facts={{
          Migration:
            event.migration === null ? null : (
              <Link className="outside-text" href={migrationPath(event.migration)}>
                {event.migration}
              </Link>
            ),
          Run: event.run_id === null ? null : <Link href={`/runs/${event.run_id}`}>{event.run_id}</Link>,
          Happened: <TimeAgo at={event.created_at} />,
          Id: <span className="mono">{event.id}</span>,
        }}
      />
      {event.deliveries.length === 0 ? null : (
        <section className="event-part" aria-label="Deliveries">
          <h2>Deliveries</h2>
          <ul className="event-deliveries">
            {event.deliveries.map((delivery) => (
              <EventDelivery key={delivery.id} delivery={delivery} />
            ))}
          </ul>
        </section>
      )}
      <section className="event-part" aria-label="What happened">
        <BodyText text={JSON.stringify(event.body)} label="Body of the event" heading={<h2>Body</h2>} />
      </section>
    </>
  );
}

function EventDelivery({ delivery }: { readonly delivery: Delivery }) {
  const { id, endpoint, last_answer: answer, attempt_count: count } = delivery;
  return (
    <li className="event-delivery">
      <DeliveryPill delivery={delivery} detail={answer} />
      <Link className="outside-text" href={`/deliveries/${id}`}>
        {endpoint}
      </Link>
      <span>{count === 1 ? '1 attempt' : `${count} attempts`}</span>
    </li>
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
