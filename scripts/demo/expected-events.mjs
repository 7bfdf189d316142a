import { readdirSync } from 'node:fs';

/** One event of `type` for each migration of `folder`, as [type, migration]. */
export function expectedEvents(folder, type) {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.up.sql'))
    .map((file) => [type, file.replace(/\.up\.sql$/, '')]);
}

/** The faults of the events that arrived; empty where each expected one came exactly once, verified. */
export function checkEvents(events, expected) {
  const arrived = events.map(({ body }) => `${body?.event_type} of ${body?.migration?.name}`).sort();
  const due = expected.map(([type, migration]) => `${type} of ${migration}`).sort();
  const unverified = events.filter(({ verified }) => verified !== true);
  return [
    ...due.filter((event) => !arrived.includes(event)).map((event) => `no ${event} arrived`),
    ...(arrived.length > due.length ? [`${arrived.length - due.length} events too many arrived`] : []),
    ...unverified.map(
      ({ body }) => `the signature of ${body?.event_type} of ${body?.migration?.name} does not hold`,
    ),
  ];
}
