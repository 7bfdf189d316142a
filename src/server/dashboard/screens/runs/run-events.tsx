import { useRef, useState } from 'react';
import { Link } from 'wouter';
import type { RunDetail } from '../../api/generated.js';
import { mergeRows } from '../../lists/new-rows.js';
import { NewRowsAnnounced } from '../../lists/new-rows-announced.js';
import { useHold } from '../../lists/use-hold.js';
import { Button } from '../../parts/button.js';
import { TimeAgo } from '../../time/time-ago.js';
import { DeliveryDots } from '../events/delivery-dots.js';
import { useHeldEndpoints } from '../events/use-held-endpoints.js';

type RunEvent = RunDetail['events'][number];

const idOf = ({ id }: RunEvent) => id;

/**
 * The events of a run, newest first, each with a dot for each delivery, which opens it. While the pointer or the focus is
 * among them, or the screen is scrolled, new ones wait until they are asked for.
 */
export function RunEvents({ run }: { readonly run: RunDetail }) {
  const shown = useRef<readonly RunEvent[]>([]);
  const section = useRef<HTMLElement>(null);
  const [isHeld, hold] = useHold(section);
  const off = useHeldEndpoints();
  const [, drawAgain] = useState(0);
  const merged = mergeRows({
    shown: shown.current,
    newest: [...run.events].reverse(),
    hasMore: false,
    idOf,
    isHeld: isHeld || window.scrollY > 0,
    keepsOlder: false,
  });
  shown.current = merged.rows;
  const release = () => {
    shown.current = [];
    drawAgain((count) => count + 1);
    section.current?.querySelector<HTMLElement>('ol a')?.focus();
  };
  return (
    <section ref={section} className="run-events" aria-label="Events" {...hold}>
      <div className="run-events-head">
        <h2>Events</h2>
        <div>
          {merged.waiting === 0 ? null : (
            <Button kind="quiet" onPress={release} about="events: show them">
              {`${merged.waiting} new`}
            </Button>
          )}
          <NewRowsAnnounced waiting={merged.waiting} />
        </div>
      </div>
      {merged.rows.length === 0 ? <p className="run-events-none">None yet.</p> : null}
      <ol>
        {merged.rows.map((event, index) => (
          <Event key={event.id} event={event} before={merged.rows[index + 1]} held={off} />
        ))}
      </ol>
      {run.events_complete ? null : <Link href={`/events?run=${run.run_id}`}>All events of this run</Link>}
    </section>
  );
}

/** An event; a failure is told in words where it begins, and not again by each event that follows from it. */
function Event({
  event,
  before,
  held,
}: {
  readonly event: RunEvent;
  readonly before: RunEvent | undefined;
  /** Endpoints that are switched off. */
  readonly held: ReadonlySet<string>;
}) {
  const { id, type, created_at: at, migration_id: migration, phase, deliveries, error } = event;
  const version = migration?.replace(/^mig_/, '') ?? null;
  const about = [version, phase].flatMap((part) => (part === null ? [] : `, ${part}`)).join('');
  return (
    <li>
      <span className="run-event-what" title={[type, version, phase].filter(Boolean).join(', ')}>
        {version === null ? null : <span className="run-event-about mono outside-text">{version} </span>}
        <Link href={`/events/${id}`} className="run-event-type">
          {type}
          <span className="visually-hidden">{about}</span>
        </Link>
      </span>
      <span className="run-event-time">
        <TimeAgo at={at} />
      </span>
      <DeliveryDots deliveries={deliveries} held={held} of={`${type}${about}`} />
      {error === null || error.message === before?.error?.message ? null : (
        <p className="run-event-error outside-text">{error.message}</p>
      )}
    </li>
  );
}
