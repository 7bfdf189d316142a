import { Link } from 'wouter';
import type { RunDetail } from '../../api/generated.js';
import { TimeAgo } from '../../time/time-ago.js';
import { DeliveryDots } from '../events/delivery-dots.js';

/** The events of a run, newest first, each with a dot for each delivery, which opens it. */
export function RunEvents({ run }: { readonly run: RunDetail }) {
  return (
    <section className="run-events" aria-label="Events">
      <h2>Events</h2>
      <ol>
        {[...run.events].reverse().map((event) => (
          <li key={event.id}>
            <Link href={`/events/${event.id}`} className="run-event-type">
              {event.type}
            </Link>
            <span className="run-event-time">
              <TimeAgo at={event.created_at} />
            </span>
            <DeliveryDots deliveries={event.deliveries} />
            {event.error === null ? null : (
              <p className="timeline-error outside-text">{event.error.message}</p>
            )}
          </li>
        ))}
      </ol>
      {run.events_complete ? null : <Link href={`/events?run=${run.run_id}`}>All events of this run</Link>}
    </section>
  );
}
