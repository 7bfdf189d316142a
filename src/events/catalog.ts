import type { ConfitureEvent, EventDataMap, EventType } from './event.js';
import {
  closed,
  directionSchema,
  errorSchema,
  type JsonSchema,
  migrationSchema,
  rowsAffectedSchema,
} from './migration-schema.js';

/** All there is to know about one event type. */
export interface CatalogEntry<T extends EventType> {
  readonly type: T;
  /** What the event states. */
  readonly meaning: string;
  /** The change of state it is emitted at. */
  readonly moment: string;
  /** How chat and incident formats present it; only `failure` opens an incident, the others end it. */
  readonly outcome: 'success' | 'failure' | 'neutral';
  /** Start of a headline, for instance `Migration failed`. */
  readonly headline: string;
  /** JSON Schema (draft 2020-12) of `data`. */
  readonly schema: JsonSchema;
  /** Deterministic example of `data`, for tests and documentation. */
  readonly sample: EventDataMap[T];
}

const sampleMigration = {
  migration_id: 'mig_005',
  migration_name: '005_add_payment_table',
  migration_version: '005',
  run_id: 'run_01kejdvg7800000000000000000',
  database: { host: 'db.example.com:5432', name: 'shop', schema: 'public' },
  started_at: '2026-01-09T14:23:43.000Z',
  ended_at: '2026-01-09T14:23:45.123Z',
  duration_seconds: 2.123,
};

/** The one list of event types; the compiler asks for an entry for each type of `EventDataMap`. */
export const catalog: { readonly [T in EventType]: CatalogEntry<T> } = {
  'migration.completed': {
    type: 'migration.completed',
    meaning: 'A migration is applied.',
    moment: 'Written in the transaction that commits the migration and its ledger row.',
    outcome: 'success',
    headline: 'Migration completed',
    schema: migrationSchema({ rows_affected: rowsAffectedSchema }),
    sample: { ...sampleMigration, rows_affected: 50000 },
  },
  'migration.failed': {
    type: 'migration.failed',
    meaning: 'A migration, or its rollback (`direction`), was given up; nothing of its transaction remains.',
    moment: 'Written in a transaction of its own, after the rollback.',
    outcome: 'failure',
    headline: 'Migration failed',
    schema: migrationSchema({ direction: directionSchema, error: errorSchema }),
    sample: {
      ...sampleMigration,
      direction: 'up',
      error: {
        type: 'UniqueViolation',
        message: 'could not create unique index "payments_reference_key"',
        sqlstate: '23505',
        file: '005_add_payment_table.up.sql',
        line: 12,
      },
    },
  },
  'migration.rolled_back': {
    type: 'migration.rolled_back',
    meaning: 'An applied migration was undone by its down file.',
    moment: 'Written in the transaction that commits the down file and removes the ledger row.',
    outcome: 'neutral',
    headline: 'Migration rolled back',
    schema: migrationSchema({ rows_affected: rowsAffectedSchema }),
    sample: { ...sampleMigration, rows_affected: 0 },
  },
  'webhook.test': {
    type: 'webhook.test',
    meaning: 'Somebody tries an endpoint out; nothing happened to a migration.',
    moment: 'Sent by `webhooks test` to the endpoint it names, whatever that endpoint subscribes to.',
    outcome: 'neutral',
    headline: 'Webhook test',
    schema: closed({ endpoint: { type: 'string' }, message: { type: 'string' } }),
    sample: { endpoint: 'default', message: 'This is a test. No migration ran.' },
  },
  'endpoint.disabled': {
    type: 'endpoint.disabled',
    meaning: 'An endpoint was switched off: it asked for it, or failed for too long. Its events are kept.',
    moment: 'Written in the transaction that switches it off, for the other endpoints.',
    outcome: 'neutral',
    headline: 'Endpoint switched off',
    schema: closed({
      endpoint: { type: 'string' },
      hook: { type: 'string' },
      reason: { type: 'string' },
      failures: { type: 'integer', minimum: 0 },
      failing_since: { type: ['string', 'null'], format: 'date-time' },
    }),
    sample: {
      endpoint: 'analytics',
      hook: 'webhooks',
      reason: 'it answered 410 Gone',
      failures: 1,
      failing_since: '2026-01-09T14:23:45.123Z',
    },
  },
};

/** What may be replaced in a sample, so that a test send has an identity of its own. */
export type SampleEnvelope = Partial<
  Pick<ConfitureEvent, 'id' | 'created_at' | 'environment' | 'organization_id' | 'correlation_id'>
>;

/** A sample event of `type`; always the same one unless `envelope` says otherwise. */
export function sampleEvent<T extends EventType>(type: T, envelope: SampleEnvelope = {}): ConfitureEvent<T> {
  const event = {
    id: 'evt_01kejdvja300000000000000000',
    type,
    created_at: '2026-01-09T14:23:45.123Z',
    environment: 'production',
    organization_id: null,
    correlation_id: sampleMigration.run_id,
    data: catalog[type].sample,
    ...envelope,
  };
  return event as unknown as ConfitureEvent<T>;
}
