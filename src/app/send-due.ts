import type { Connection } from '../database/connection.js';
import type { OutboxHook } from '../hooks/define/outbox-hook.js';
import type { WorkerMode } from '../outbox/worker/worker-options.js';
import { explainOutboxError } from '../storage/explain-error.js';
import { readScope } from '../storage/scope.js';
import { refreshWith } from './endpoints/stored/refresh.js';
import { endpointEventOf, spoolOf, subscribersOf, watchWith } from './run/delivery-ports.js';
import { describeWith, type ProjectContext } from './run/project-hooks.js';

/** How many attempts of a pass, or of a worker, ended how. */
export interface SendCounts {
  readonly delivered: number;
  /** To be tried again later. */
  readonly retried: number;
  readonly failed: number;
}

export const NOTHING_SENT: SendCounts = { delivered: 0, retried: 0, failed: 0 };
const STOP_GRACE_MS = 10_000;
/** For noting what was sent and releasing the rest; a server that takes longer has fallen silent. */
const RELEASE_MS = 5_000;

export const ONE_PASS: WorkerMode = {
  shouldStop: (untilDueMs) => untilDueMs === null || untilDueMs > 0,
  graceMs: STOP_GRACE_MS,
  maxFailures: 5,
  useNotify: false,
  runsJobs: true,
};

export const UNTIL_STOPPED: WorkerMode = {
  shouldStop: () => false,
  graceMs: STOP_GRACE_MS,
  maxFailures: null,
  useNotify: true,
  runsJobs: true,
};

/** Sends due deliveries in one of the modes. After a stop the server has a bounded time to note what was sent. */
export async function sendDue(
  mode: WorkerMode,
  { settings, reporter, signal, builtIn }: ProjectContext,
  hooks: readonly OutboxHook[],
  open: (until?: AbortSignal) => Promise<Connection>,
): Promise<SendCounts> {
  const { Worker } = await import('../outbox/worker/worker.js');
  const counts = { ...NOTHING_SENT };
  const describe = describeWith(settings);
  const watch = watchWith(reporter, describe);
  const worker = new Worker({
    connect: open,
    ...subscribersOf({ settings, reporter }, hooks),
    endpointEvent: endpointEventOf(settings),
    refreshEndpoints: refreshWith(builtIn.stored, reporter.warning),
    spool: spoolOf(settings),
    scopeOf: (connection) => readScope(connection, settings),
    now: Date.now,
    random: Math.random,
    describe,
    watch: {
      ...watch,
      attempt: (attempt) => {
        const { result } = attempt;
        if (result.kind === 'done') counts.delivered += 1;
        else if (result.kind === 'retry' && result.nextAttemptAt !== null) counts.retried += 1;
        else counts.failed += 1;
        watch.attempt(attempt);
      },
    },
  });
  const abandoned = new AbortController();
  const stop = () => {
    if (worker.inFlight > 0)
      reporter.emit({ type: 'deliveries.stopping', inFlight: worker.inFlight, graceMs: mode.graceMs });
    setTimeout(() => worker.inFlight === 0 && abandoned.abort(), RELEASE_MS).unref();
    setTimeout(() => abandoned.abort(), mode.graceMs + RELEASE_MS).unref();
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await worker.run(mode, signal, abandoned.signal);
  } catch (error) {
    throw explainOutboxError(error, null);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return counts;
}
