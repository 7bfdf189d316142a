import { ATTEMPT_BOUNDS, MIGRATION_BOUNDS } from '../../outbox/metrics/bounds.js';
import type { MetricCount } from '../../outbox/metrics/counts.js';
import type { EndpointGauges } from '../../outbox/metrics/endpoint-gauges.js';
import type { RunGauges } from '../../runner/lifecycle/run-log/run-gauges.js';
import type { Durations, Histogram, Metric } from './exposition.js';

/** State of a project when its metrics are read. */
export interface MetricFacts {
  readonly version: string;
  readonly environment: string;
  readonly database: string;
  readonly counts: readonly MetricCount[];
  readonly endpoints: readonly EndpointGauges[];
  readonly runs: RunGauges;
  readonly approvalsPending: number;
  /** Of the migration files; null where they cannot be read here. */
  readonly files: { readonly pending: number; readonly drifted: number } | null;
}

const OUTCOMES: Readonly<Record<string, string>> = { done: 'delivered', retry: 'retried', final: 'failed' };

/** The metrics of a project, by the names that alerts rely on. */
export function metricsOf(facts: MetricFacts): (Metric | Histogram)[] {
  const { environment, database, counts, endpoints, runs, files } = facts;
  const migrations = counts.filter(({ metric }) => metric === 'migration');
  const attempts = counts.filter(({ metric }) => metric === 'attempt');
  const ofEndpoints = (name: string, help: string, figureOf: (gauges: EndpointGauges) => number) =>
    gauge(
      name,
      help,
      endpoints.map((each) => ({ labels: { endpoint: each.endpoint }, value: figureOf(each) })),
    );
  return [
    gauge('confiture_build_info', 'Version of the server that answers.', [
      { labels: { version: facts.version }, value: 1 },
    ]),
    counter(
      'confiture_migrations_total',
      'Migrations that came to an end.',
      migrations.map(({ subject, outcome, count }) => ({
        labels: { direction: subject, outcome, environment },
        value: count,
      })),
    ),
    {
      name: 'confiture_migration_duration_seconds',
      help: 'How long migrations took.',
      type: 'histogram',
      bounds: MIGRATION_BOUNDS,
      durations: migrations.length === 0 ? [] : [summed(migrations)],
    },
    gauge(
      'confiture_run_state',
      'Runs that have not ended, by state.',
      Object.entries(runs.states).map(([state, value]) => ({ labels: { state }, value })),
    ),
    gauge(
      'confiture_pending_migrations',
      'Migrations that are to be applied.',
      files === null ? [] : [{ labels: { database }, value: files.pending }],
    ),
    gauge(
      'confiture_lock_wait_seconds',
      'How long the run that waits longest has waited for the migration lock.',
      [{ value: runs.lockWaitSeconds }],
    ),
    counter('confiture_lock_timeouts_total', 'Runs that did not get the migration lock in time.', [
      { value: runs.lockTimeouts },
    ]),
    counter(
      'confiture_deliveries_total',
      'Attempts to deliver, by how they ended.',
      attempts.map(({ subject, outcome, count }) => ({
        labels: { endpoint: subject, outcome: OUTCOMES[outcome] ?? outcome },
        value: count,
      })),
    ),
    {
      name: 'confiture_delivery_attempt_duration_seconds',
      help: 'How long attempts took.',
      type: 'histogram',
      bounds: ATTEMPT_BOUNDS,
      durations: [...new Set(attempts.map(({ subject }) => subject))].map((endpoint) => ({
        labels: { endpoint },
        ...summed(attempts.filter(({ subject }) => subject === endpoint)),
      })),
    },
    ofEndpoints('confiture_outbox_pending', 'Deliveries that wait.', ({ pending }) => pending),
    ofEndpoints('confiture_outbox_oldest_age_seconds', 'Age of the oldest event that waits.', (each) =>
      Math.max(0, each.oldestSeconds),
    ),
    ofEndpoints('confiture_endpoint_disabled', '1 where an endpoint is switched off.', (each) =>
      each.isDisabled ? 1 : 0,
    ),
    gauge('confiture_approvals_pending', 'Plans that wait for approval.', [
      { value: facts.approvalsPending },
    ]),
    gauge(
      'confiture_drift',
      'Applied migrations whose file was changed or is missing.',
      files === null ? [] : [{ labels: { database }, value: files.drifted }],
    ),
  ];
}

function gauge(name: string, help: string, samples: Metric['samples']): Metric {
  return { name, help, type: 'gauge', samples };
}

function counter(name: string, help: string, samples: Metric['samples']): Metric {
  return { name, help, type: 'counter', samples };
}

function summed(counts: readonly MetricCount[]): Durations {
  const sum = (figureOf: (count: MetricCount) => number) =>
    counts.reduce((total, each) => total + figureOf(each), 0);
  return {
    count: sum(({ count }) => count),
    seconds: sum(({ seconds }) => seconds),
    within: ATTEMPT_BOUNDS.map((_, index) => sum(({ within }) => within[index] ?? 0)),
  };
}
