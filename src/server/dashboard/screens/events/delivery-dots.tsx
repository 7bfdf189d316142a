import { Link } from 'wouter';
import { outcomeTone } from '../../charts/outcomes.js';
import { StateShape } from '../../parts/state-pill.js';

interface Dot {
  readonly id: string;
  readonly endpoint: string;
  readonly state: string;
}

/** A dot for each delivery of an event; it opens the delivery. */
export function DeliveryDots({
  deliveries,
  held,
  of,
}: {
  readonly deliveries: readonly Dot[];
  /** Endpoints that are switched off. */
  readonly held: ReadonlySet<string>;
  /** What is delivered, for a reader who hears a dot alone. */
  readonly of: string;
}) {
  return (
    <span className="run-event-dots">
      {deliveries.map(({ id, endpoint, state: stored }) => {
        const state = stored === 'waiting' && held.has(endpoint) ? 'held' : stored;
        return (
          <Link
            key={id}
            href={`/deliveries/${id}`}
            title={`${endpoint}: ${state}`}
            aria-label={`Delivery of ${of} to ${endpoint}: ${state}`}
          >
            <StateShape tone={outcomeTone(state)} />
          </Link>
        );
      })}
    </span>
  );
}
