import { Link } from 'wouter';
import { StateShape, toneOf } from '../../parts/state-pill.js';

interface Dot {
  readonly id: string;
  readonly endpoint: string;
  readonly state: string;
}

/** A dot for each delivery of an event; it opens the delivery. */
export function DeliveryDots({
  deliveries,
  of,
}: {
  readonly deliveries: readonly Dot[];
  /** What is delivered, for a reader who hears a dot alone. */
  readonly of: string;
}) {
  return (
    <span className="run-event-dots">
      {deliveries.map(({ id, endpoint, state }) => (
        <Link
          key={id}
          href={`/deliveries/${id}`}
          title={`${endpoint}: ${state}`}
          aria-label={`Delivery of ${of} to ${endpoint}: ${state}`}
        >
          <StateShape tone={toneOf(state)} />
        </Link>
      ))}
    </span>
  );
}
