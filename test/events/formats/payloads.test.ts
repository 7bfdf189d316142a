import { expect, test } from 'vitest';
import { sampleEvent } from '../../../src/events/catalog.js';
import type { ConfitureEvent } from '../../../src/events/event.js';
import { formatEvent } from '../../../src/events/formats/format-event.js';

const completed = sampleEvent('migration.completed');
const failed = sampleEvent('migration.failed');

function body(event: ConfitureEvent, format: 'confiture' | 'flat' | 'envelope' | 'cloudevents'): unknown {
  return JSON.parse(formatEvent(event, { name: 'analytics', format }).body);
}

const migration = { name: '005_add_payment_table', version: '005', environment: 'production' };

test('confiture: a success has the keys of the reference and no others', () => {
  expect(body(completed, 'confiture')).toEqual({
    event_type: 'migration_success',
    timestamp: '2026-01-09T14:23:45.123Z',
    migration,
    execution: {
      start_time: '2026-01-09T14:23:43.000Z',
      end_time: '2026-01-09T14:23:45.123Z',
      duration_seconds: 2.123,
      rows_affected: 50000,
    },
    database: { host: 'db.example.com:5432', schema: 'public' },
  });
});

test('confiture: a failure has the keys of the reference and no others', () => {
  expect(body(failed, 'confiture')).toEqual({
    event_type: 'migration_error',
    timestamp: '2026-01-09T14:23:45.123Z',
    migration,
    error: { type: 'UniqueViolation', message: failed.data.error.message },
  });
});

test('confiture: a type Python does not know keeps its own name', () => {
  expect(body(sampleEvent('migration.rolled_back'), 'confiture')).toMatchObject({
    event_type: 'migration.rolled_back',
  });
});

test.each([
  [completed, 'migration_success', 50000],
  [failed, 'migration_error', null],
])('flat: names the target and stays on one level', (event, event_type, rows_affected) => {
  expect(body(event, 'flat')).toEqual({
    event_type,
    webhook_target: 'analytics',
    migration: '005_add_payment_table',
    duration: 2.123,
    rows_affected,
    environment: 'production',
  });
});

test('envelope: wraps the data with identity and origin', () => {
  expect(body({ ...failed, organization_id: 'org_abc' }, 'envelope')).toEqual({
    id: failed.id,
    type: 'migration.failed',
    created_at: failed.created_at,
    data: failed.data,
    metadata: { organization_id: 'org_abc', environment: 'production' },
  });
});

test('cloudevents: is a structured 1.0 event with a media type of its own', () => {
  expect(formatEvent(completed, { name: 'x', format: 'cloudevents' }).contentType).toBe(
    'application/cloudevents+json',
  );
  expect(body(completed, 'cloudevents')).toEqual({
    specversion: '1.0',
    id: completed.id,
    source: '/confiture/production/db.example.com%3A5432/shop',
    type: 'migration.completed',
    subject: '005_add_payment_table',
    time: completed.created_at,
    datacontenttype: 'application/json',
    data: completed.data,
    environment: 'production',
    correlationid: completed.correlation_id,
  });
});

test('cloudevents: attribute names hold lower-case letters and digits only', () => {
  const attributes = body({ ...completed, organization_id: 'org_abc' }, 'cloudevents') as object;
  for (const name of Object.keys(attributes)) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
});

test('confiture and flat: an event without a migration keeps the keys, with null', () => {
  const event = sampleEvent('webhook.test');
  expect(body(event, 'confiture')).toEqual({
    event_type: 'webhook.test',
    timestamp: event.created_at,
    migration: { name: null, version: null, environment: 'production' },
    execution: { start_time: null, end_time: null, duration_seconds: null, rows_affected: null },
    database: { host: null, schema: null },
  });
  expect(body(event, 'flat')).toEqual({
    event_type: 'webhook.test',
    webhook_target: 'analytics',
    migration: null,
    duration: null,
    rows_affected: null,
    environment: 'production',
  });
});

test('cloudevents: an event without a migration has a source and no subject', () => {
  const event = body(sampleEvent('webhook.test'), 'cloudevents');
  expect(event).toMatchObject({ source: '/confiture/production', data: { endpoint: 'default' } });
  expect(event).not.toHaveProperty('subject');
});
