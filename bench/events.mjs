// What it costs to build and sign one event: microseconds, median of rounds, by format.
import { randomBytes } from 'node:crypto';
import { importSource } from '../scripts/build/import-source.mjs';

const ROUNDS = 31;
const EVENTS = 2000;

const {
  migrationDone,
  migrationFailed,
  EventMaker,
  formatNames,
  errorFacts,
  formatEvent,
  eventId,
  signatureHeaders,
} = await importSource(`
export { migrationDone, migrationFailed } from './src/events/catalog/migration.ts';
export { EventMaker } from './src/events/event-maker.ts';
export { formatNames } from './src/events/endpoint.ts';
export { errorFacts } from './src/events/error-facts.ts';
export { formatEvent } from './src/events/formats/format-event.ts';
export { eventId } from './src/events/identifier.ts';
export { signatureHeaders } from './src/events/signature/signature.ts';
`);

const secret = 'whsec_aW52ZW50ZWQtc2VjcmV0LWZvci1hLWJlbmNobWFyaw==';
const endedAt = new Date('2026-01-09T14:23:45.123Z');
const origin = {
  environment: 'production',
  organizationId: null,
  correlationId: 'run_01kejdvg7800000000000000000',
  traceparent: null,
};
const run = {
  runId: 'run_01kejdvg7800000000000000000',
  database: { host: 'db.example.com:5432', name: 'shop', schema: 'public' },
  version: '005',
  name: '005_add_payment_table',
  startedAt: new Date('2026-01-09T14:23:43.000Z'),
  endedAt,
  rowsAffected: null,
};
const failure = {
  message: 'duplicate key value violates unique constraint "payments_reference_key"',
  sqlstate: '23505',
  file: '005_add_payment_table.up.sql',
  line: 12,
};

/** Facts to signed request, as a run does it. */
function produce(format, isFailure) {
  const fact = isFailure
    ? migrationFailed('up', run, errorFacts(failure))
    : migrationDone('up', { ...run, rowsAffected: 50_000 });
  const id = eventId({ nowMs: endedAt.getTime(), random: randomBytes(16) });
  const event = new EventMaker(origin, { now: () => endedAt.getTime(), newEventId: () => id }).make(fact);
  const { body } = formatEvent(event, { name: 'ops', format, secret });
  return signatureHeaders({ body, eventId: id, timestampSeconds: 1_767_968_625, secrets: [secret], format });
}

function microseconds(format, isFailure) {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = process.hrtime.bigint();
    for (let n = 0; n < EVENTS; n++) produce(format, isFailure);
    return Number(process.hrtime.bigint() - start) / 1000 / EVENTS;
  });
  return rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
}

/** Rows of figures for every format: a completed and a failed migration. */
export function benchEvents() {
  return formatNames.map((format) => [
    `build and sign one event, ${format}`,
    `${microseconds(format, false).toFixed(1)} µs`,
    `a failed one ${microseconds(format, true).toFixed(1)} µs`,
  ]);
}
