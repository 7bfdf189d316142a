/**
 * What an event is. An event is a fact, nearly always about a migration; it is built from an allow-list of fields
 * (never copied from SQL, rows, connection options or foreign errors) and carries no secret.
 */

/** Where a migration ran. No user, no password, no URL. */
export interface DatabaseFacts {
  /** Host with port, for instance `db.example.com:5432`; `embedded` for the embedded database. */
  readonly host: string;
  readonly name: string;
  /** Schema that unqualified names resolve to at the start of a migration. */
  readonly schema: string;
}

/** A failure, masked: class, code and shape, without quoted values. */
export interface ErrorFacts {
  /** Class name after PostgreSQL's condition name, for instance `UniqueViolation`; `Error` where unknown. */
  readonly type: string;
  readonly message: string;
  readonly sqlstate?: string;
  /** Migration file and line the error points at. */
  readonly file?: string;
  readonly line?: number;
}

/** What every event about a migration says of it. */
export interface MigrationData {
  readonly migration_id: string;
  /** For instance `005_add_payment_table`. */
  readonly migration_name: string;
  /** For instance `005`. */
  readonly migration_version: string;
  readonly run_id: string;
  readonly database: DatabaseFacts;
  /** ISO 8601 UTC with milliseconds; null where the migration never began. */
  readonly started_at: string | null;
  readonly ended_at: string | null;
  /** Seconds, rounded to milliseconds. */
  readonly duration_seconds: number | null;
}

/** A test that a person asked for; there is no migration behind it. */
export interface WebhookTestData {
  /** Name of the endpoint that is tried out. */
  readonly endpoint: string;
  readonly message: string;
}

/** An endpoint that nothing is sent to any more, until a person switches it on again. */
export interface EndpointDisabledData {
  /** Name of the endpoint. */
  readonly endpoint: string;
  /** Name of the hook that sends to it; `webhooks` for the built-in one. */
  readonly hook: string;
  /** For people, masked. */
  readonly reason: string;
  /** Attempts that failed since the last success. */
  readonly failures: number;
  /** When the first of them failed; ISO 8601 UTC with milliseconds. */
  readonly failing_since: string | null;
}

/** Data of each event type. The keys are the one list of types. */
export interface EventDataMap {
  'migration.completed': MigrationData & { readonly rows_affected: number | null };
  'migration.failed': MigrationData & {
    /** What failed: applying the migration, or undoing it. */
    readonly direction: 'up' | 'down';
    readonly error: ErrorFacts;
  };
  'migration.rolled_back': MigrationData & { readonly rows_affected: number | null };
  'webhook.test': WebhookTestData;
  'endpoint.disabled': EndpointDisabledData;
}

export type EventType = keyof EventDataMap;

interface EventOf<T extends EventType> {
  /** `evt_…`, time-ordered; the same in every attempt and for every endpoint. */
  readonly id: string;
  readonly type: T;
  /** ISO 8601 UTC with milliseconds. */
  readonly created_at: string;
  readonly environment: string;
  readonly organization_id: string | null;
  readonly correlation_id: string;
  readonly data: EventDataMap[T];
}

/** Any event, discriminated by `type`. */
export type ConfitureEvent<T extends EventType = EventType> = { [K in T]: EventOf<K> }[T];
