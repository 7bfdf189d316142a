/**
 * What the figures of a time span need: deliveries are counted in the index of when they were settled, without their
 * rows (`outbox/log/statistics/`). Retention and the watch on recent changes read the same index.
 */
export const statisticsSteps: readonly string[] = [
  `
  drop index confiture.deliveries_settled;
  create index deliveries_settled on confiture.deliveries (settled_at)
    include (project, environment, hook, endpoint, state) where settled_at is not null`,
];
