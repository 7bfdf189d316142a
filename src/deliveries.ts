import { requireDatabase } from './config/database-target.js';
import { connect, describeTarget } from './database/connect.js';
import type { Connection } from './database/connection.js';
import { ConfitureError } from './errors.js';
import { enableTargets } from './outbox/endpoint-state.js';
import { explainOutboxError } from './outbox/explain-error.js';
import {
  type ListedAttempt,
  type ListedDelivery,
  type ListFilter,
  listAttempts,
  listDeliveries,
  listTargets,
  listWaitingTargets,
  type TargetStatus,
} from './outbox/list.js';
import { adoptSession, requireWritable } from './outbox/own-session.js';
import { pruneDeliveries, RETENTION_DAYS } from './outbox/prune.js';
import { type Retried, type RetryWish, retryDeliveries } from './outbox/retry.js';
import { ensureOutbox, readOutboxStep } from './outbox/schema.js';
import { readScope, type Scope } from './outbox/scope.js';
import { unpackAll } from './outbox/unpack.js';
import type { WorkerGoal } from './outbox/worker-options.js';
import {
  announceWith,
  describeWith,
  type HookSurroundings,
  loadProjectHooks,
  spoolOf,
  watchWith,
} from './run-hooks.js';

/** How many attempts of a pass, or of a worker, ended how. */
export interface SendCounts {
  readonly delivered: number;
  /** To be tried again later. */
  readonly retried: number;
  readonly failed: number;
}

/** The outbox of a project, as a library. */
export interface Deliveries {
  /** Sends all that is due, then resolves. `elsewhere` names endpoints that deliveries wait for and that are not here. */
  deliver(): Promise<SendCounts & { readonly elsewhere: readonly string[] }>;
  /** Sends what is due until the signal of the project aborts. */
  work(): Promise<SendCounts>;
  list(filter: ListFilter): Promise<readonly ListedDelivery[]>;
  attempts(deliveryId: string): Promise<readonly ListedAttempt[]>;
  targets(name?: string): Promise<readonly TargetStatus[]>;
  retry(wish: RetryWish): Promise<readonly Retried[]>;
  /** Switches an endpoint on again; false where there is none of this name that was off. */
  enable(name: string): Promise<boolean>;
  /** Deletes what was settled more than `days` days ago; returns how many deliveries. */
  prune(days?: number): Promise<number>;
  /** True where a delivery can be sent from here. */
  canReach(delivery: { readonly hook: string; readonly target: string }): boolean;
}

const STOP_GRACE_MS = 10_000;
const PRUNE_EVERY_MS = 3_600_000;

/** Opens the outbox of a project: loads its hooks; the database is connected to by each call. */
export async function openDeliveries(surroundings: HookSurroundings): Promise<Deliveries> {
  const { settings, signal } = surroundings;
  const target = requireDatabase(settings);
  const loaded = await loadProjectHooks(surroundings);
  const hooks = [...surroundings.outboxHooks, ...loaded.outboxHooks];
  const open = () =>
    connect(target, {
      embeddedWaitMs: settings.lockTimeoutMs,
      onEmbeddedWait: (wait) => surroundings.reporter.databaseWaiting(wait),
    });
  const { rejected: sayRejected } = watchWith(surroundings.reporter, describeWith(settings));
  const enter = async (connection: Connection) => {
    const [server, scope, step] = await Promise.all([
      adoptSession(connection),
      readScope(connection, settings),
      readOutboxStep(connection),
    ]);
    if (step > 0 && server.readOnly === null) {
      await ensureOutbox(connection, step);
      (await unpackAll(connection)).forEach(sayRejected);
    }
    return { server, scope, exists: step > 0 };
  };
  const read = <T>(work: (connection: Connection, scope: Scope) => Promise<T>, nothing: T) =>
    withConnection(open, async (connection) => {
      const { scope, exists } = await enter(connection);
      return exists ? work(connection, scope) : nothing;
    });
  const send = (goal: WorkerGoal) => sendUntil(goal, surroundings, hooks, open, signal);
  const canReach: Deliveries['canReach'] = ({ hook, target }) =>
    hooks.some(({ name, targets }) => name === hook && (targets?.().includes(target) ?? true));
  return {
    async deliver() {
      const { waiting, scope } = await withConnection(open, async (connection) => {
        const { server, scope, exists } = await enter(connection);
        requireWritable(server);
        return { scope, waiting: exists ? await listWaitingTargets(connection, scope) : null };
      });
      const isNeeded = hooks.length > 0 && (waiting !== null || (await spoolOf(settings).hasEntries(scope)));
      const counts = isNeeded ? await send(ONE_PASS) : { delivered: 0, retried: 0, failed: 0 };
      const elsewhere = (waiting ?? []).filter((each) => !canReach(each)).map(({ target }) => target);
      return { ...counts, elsewhere: [...new Set(elsewhere)] };
    },
    async work() {
      if (target.kind === 'embedded') throw needsServer();
      await withConnection(open, async (connection) => {
        requireWritable(await adoptSession(connection));
        await ensureOutbox(connection);
      });
      const prune = () =>
        void read((connection, scope) => pruneDeliveries(connection, null, scope, RETENTION_DAYS), 0).catch(
          () => 0,
        );
      prune();
      const pruning = setInterval(prune, PRUNE_EVERY_MS);
      return send(UNTIL_STOPPED).finally(() => clearInterval(pruning));
    },
    list: (filter) => read((connection, scope) => listDeliveries(connection, scope, filter), []),
    attempts: (id) => read((connection) => listAttempts(connection, id), []),
    targets: (name) => read((connection, scope) => listTargets(connection, scope, name ?? null), []),
    retry: (wish) => read((connection, scope) => retryDeliveries(connection, null, scope, wish), []),
    enable: (name) =>
      read(
        async (connection, scope) =>
          (await enableTargets(connection, scope, [{ hook: null, target: name }])) > 0,
        false,
      ),
    prune: (days = RETENTION_DAYS) =>
      read((connection, scope) => pruneDeliveries(connection, null, scope, days), 0),
    canReach,
  };
}

const ONE_PASS: WorkerGoal = {
  isReached: (untilDueMs) => untilDueMs === null || untilDueMs > 0,
  graceMs: STOP_GRACE_MS,
  patience: 5,
  listens: false,
};

const UNTIL_STOPPED: WorkerGoal = {
  isReached: () => false,
  graceMs: STOP_GRACE_MS,
  patience: null,
  listens: true,
};

async function sendUntil(
  goal: WorkerGoal,
  { settings, reporter }: HookSurroundings,
  hooks: HookSurroundings['outboxHooks'],
  open: () => Promise<Connection>,
  signal: AbortSignal,
): Promise<SendCounts> {
  const { Worker } = await import('./outbox/worker.js');
  const counts = { delivered: 0, retried: 0, failed: 0 };
  const describe = describeWith(settings);
  const watch = watchWith(reporter, describe);
  const worker = new Worker({
    connect: open,
    hooks,
    announce: announceWith({ settings, reporter }, hooks),
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
  const sayStopping = () => {
    if (worker.underWay > 0) reporter.info(stoppingText(worker.underWay, goal.graceMs));
  };
  signal.addEventListener('abort', sayStopping, { once: true });
  try {
    await worker.run(goal, signal);
  } catch (error) {
    throw explainOutboxError(error);
  } finally {
    signal.removeEventListener('abort', sayStopping);
  }
  return counts;
}

function stoppingText(underWay: number, graceMs: number): string {
  const [attempts, object] = underWay === 1 ? ['attempt', 'it'] : ['attempts', 'them'];
  return `Stopping: ${underWay} ${attempts} under way may end within ${graceMs / 1000} s; a second signal ends ${object} now.`;
}

async function withConnection<T>(
  open: () => Promise<Connection>,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await open();
  try {
    return await work(connection);
  } catch (error) {
    throw explainOutboxError(error, connection);
  } finally {
    await connection.close();
  }
}

function needsServer(): ConfitureError {
  return new ConfitureError(
    'FLAG_INVALID',
    'a worker needs a database server: the embedded database has one session',
    {
      hint: 'Run `confiture webhooks deliver` to send what is due, or name a server with --database-url.',
    },
  );
}

/** Host and database that a worker serves, fit to be shown. */
export function describeDatabase(settings: HookSurroundings['settings']): string {
  const { host, database } = describeTarget(requireDatabase(settings));
  return `${database} on ${host}`;
}
