/**
 * What has been counted since `serve` was started for a scope: rows are only added, so that processes that count do not
 * wait for each other, and summed up now and then (`outbox/metrics/counts.ts`). Retention does not touch them.
 * `within` says how many durations were no longer than each of the bounds of the metric (`outbox/metrics/bounds.ts`).
 */
export const metricSteps: readonly string[] = [
  `
  create table confiture.metric_counts (
    project text not null,
    environment text not null,
    metric text not null check (metric in ('attempt', 'migration')),
    subject text not null,
    outcome text not null,
    count bigint not null,
    seconds double precision not null,
    within bigint[] not null
  );
  create index metric_counts_scope on confiture.metric_counts (project, environment)`,
];
