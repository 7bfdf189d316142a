import type { Job } from '../../../outbox/jobs/job.js';
import type { EndpointCount } from '../../../outbox/log/count.js';

/** A bulk job as the API shows it. */
export function jobObject(job: Job) {
  return {
    id: job.id,
    kind: job.kind,
    state: job.state,
    filter: job.filter,
    total: job.total,
    changed: job.changed,
    actor: job.actor,
    created_at: job.createdAt.toISOString(),
    started_at: job.startedAt?.toISOString() ?? null,
    ended_at: job.endedAt?.toISOString() ?? null,
    error: job.error,
  };
}

/** A job that was just stored, with its warnings. */
export function startedJobObject(job: Job, warnings: readonly string[]) {
  return { job: jobObject(job), warnings: [...warnings] };
}

/** What a bulk action would change. */
export function bulkCountObject(
  counts: {
    readonly count: number;
    readonly oldestAt: Date | null;
    readonly endpoints: readonly EndpointCount[];
  },
  warnings: readonly string[],
) {
  return {
    dry_run: true as const,
    count: counts.count,
    oldest_at: counts.oldestAt?.toISOString() ?? null,
    endpoints: counts.endpoints.map(({ hook, endpoint, count }) => ({ hook, endpoint, count })),
    warnings: [...warnings],
  };
}
