import type { Connection } from '../database/connection.js';
import { ConfitureError } from '../errors.js';
import type { Endpoint } from '../events/endpoint.js';
import {
  type EndpointSubscription,
  fixedEndpoints,
  joinedEndpoints,
  namesOf,
} from '../events/endpoint-source.js';
import type { ConfitureEvent } from '../events/event.js';
import type { ChangedDelivery } from '../outbox/bulk/bulk-task.js';
import { type Backlog, listBacklog } from '../outbox/log/backlog.js';
import type { EndpointCount } from '../outbox/log/count.js';
import { type AttemptDurations, readDurations } from '../outbox/log/endpoint-statistics.js';
import {
  type EndpointStatus,
  type ListedAttempt,
  type ListedDelivery,
  type ListFilter,
  listAttempts,
  listDeliveries,
  listEndpoints,
  readEvent,
} from '../outbox/log/list.js';
import { pruneDeliveries, RETENTION_DAYS } from '../outbox/log/prune.js';
import { fanOutAll } from '../outbox/records/fan-out.js';
import { enableEndpoints } from '../outbox/store/endpoint-state.js';
import { adoptSession, requireWritable } from '../outbox/store/own-session.js';
import type { WorkerMode } from '../outbox/worker/worker-options.js';
import type { EndpointRow } from '../output/views/webhooks/endpoints-view.js';
import { ensureTables, readStorageStep } from '../storage/schema.js';
import { readScope, type Scope } from '../storage/scope.js';
import type { BulkAction } from './bulk/bulk-action.js';
import {
  type BulkCounts,
  countBulk,
  countOne,
  discardOne,
  NOTHING_COUNTED,
  retryOne,
  runBulkAction,
} from './bulk/run-bulk-action.js';
import { endpointRows } from './endpoints/endpoint-row.js';
import { enableEndpoint, type SwitchedEndpoint } from './endpoints/stored/change/switch-endpoint.js';
import { refreshStored } from './endpoints/stored/refresh.js';
import { actorOf } from './run/actor.js';
import { spoolOf, watchWith } from './run/delivery-ports.js';
import { describeWith, loadProjectHooks, type ProjectContext } from './run/project-hooks.js';
import { NOTHING_SENT, ONE_PASS, type SendCounts, sendDue, UNTIL_STOPPED } from './send-due.js';
import { openerOf, type SessionSource } from './sessions.js';
import { withSession } from './with-session.js';

/** What waits for an endpoint, and whether it can be sent from here. */
export interface WaitingEndpoint extends Backlog {
  readonly reachable: boolean;
}

/** The outbox of a project, as a library. No call makes a database where there is none. */
export interface Deliveries {
  /** Sends all that is due, then resolves with what still waits; unknown, and so empty, where it was stopped. */
  deliver(): Promise<SendCounts & { readonly backlog: readonly WaitingEndpoint[] }>;
  /** Sends due deliveries until the signal of the project aborts. */
  work(): Promise<SendCounts>;
  list(filter: ListFilter): Promise<readonly ListedDelivery[]>;
  attempts(deliveryId: string): Promise<readonly ListedAttempt[]>;
  endpoints(name?: string): Promise<readonly EndpointStatus[]>;
  /** The endpoints of settings and database, the latter as the last call has read them. */
  rows(): readonly EndpointRow[];
  /** One of them as it is sent to; null where there is none of this name, or its key is missing. Secret. */
  endpoint(name: string): Promise<Endpoint | null>;
  /** The event of a delivery. */
  event(deliveryId: string): Promise<ConfitureEvent | null>;
  /** Makes one delivery due now, whatever its state. */
  retry(id: string): Promise<readonly ChangedDelivery[]>;
  /** Settles one delivery as discarded, so that nothing waits for it any more. */
  discard(id: string): Promise<readonly EndpointCount[]>;
  /** What a bulk action would change. */
  countBulk(action: BulkAction): Promise<BulkCounts>;
  /** The same of one delivery: nothing where it is being sent, or cannot be changed so. */
  countOne(action: 'retry' | 'discard', id: string): Promise<BulkCounts>;
  /** Does a bulk action here and now. */
  runBulk(action: BulkAction): Promise<readonly ChangedDelivery[]>;
  /** What an endpoint of configuration or database takes, by its name or id; null where there is none. */
  subscription(name: string): Promise<EndpointSubscription | null>;
  /** How long attempts of an endpoint take, in milliseconds. */
  durations(endpoint: string): Promise<AttemptDurations>;
  /** Switches an endpoint on again; nothing is changed where there is none of this name that was off. */
  enable(name: string): Promise<SwitchedEndpoint>;
  /** Deletes what was settled more than `days` days ago; returns how many deliveries. */
  prune(days?: number): Promise<number>;
  /** True where a delivery can be sent from here. */
  canReach(delivery: { readonly hook: string; readonly endpoint: string }): boolean;
}

/** What the outbox of a project needs. */
export interface DeliveriesOptions extends ProjectContext {
  readonly sessions: SessionSource;
}

/** The name of the hook that sends to the endpoints of settings and database. */
const BUILT_IN = 'webhooks';
const PRUNE_EVERY_MS = 3_600_000;

/** Opens the outbox of a project: loads its hooks; the database is connected to by each call. */
export async function openDeliveries(options: DeliveriesOptions): Promise<Deliveries> {
  const { settings, sessions, signal, builtIn } = options;
  const { outboxHooks: own } = await loadProjectHooks(options);
  const [configured, stored] = [fixedEndpoints(settings.endpoints), await builtIn.stored()];
  const here = joinedEndpoints(configured, stored);
  const open = openerOf(sessions, options);
  const { rejected: sayRejected } = watchWith(options.reporter, describeWith(settings));
  const enter = async (connection: Connection) => {
    const [server, scope, step] = await Promise.all([
      adoptSession(connection),
      readScope(connection, settings),
      readStorageStep(connection),
    ]);
    if (step > 0 && server.readOnly === null) {
      await ensureTables(connection, step);
      (await fanOutAll(connection)).forEach(sayRejected);
    }
    if (step > 0) await refreshStored(stored, connection, scope);
    return { server, scope, exists: step > 0 };
  };
  const read = async <T>(work: (connection: Connection, scope: Scope) => Promise<T>, nothing: T) => {
    if (sessions.isUnmade()) return nothing;
    return withSession(open, signal, async (connection) => {
      const { scope, exists } = await enter(connection);
      return exists ? work(connection, scope) : nothing;
    });
  };
  const send = async (mode: WorkerMode) =>
    sendDue(mode, options, [...(await builtIn.openHooks()), ...own], open);
  const canReach: Deliveries['canReach'] = ({ hook, endpoint }) =>
    (hook === BUILT_IN && namesOf(here).includes(endpoint)) ||
    own.some(({ name, endpoints }) => name === hook && (endpoints?.().includes(endpoint) ?? true));
  /** One that is set up here is known before anything is stored. */
  const subscriptionOf = (name: string) =>
    here.list().find((each) => each.name === name || each.id === name) ?? null;
  return {
    async deliver() {
      if (sessions.isUnmade()) return { ...NOTHING_SENT, backlog: [] };
      const { before, scope } = await withSession(open, signal, async (connection) => {
        const { server, scope, exists } = await enter(connection);
        requireWritable(server);
        return { scope, before: exists ? await listBacklog(connection, scope) : null };
      });
      const canSend = own.length > 0 || here.list().length > 0;
      const isNeeded = canSend && (before !== null || (await spoolOf(settings).hasRecords(scope)));
      const counts = isNeeded ? await send(ONE_PASS) : NOTHING_SENT;
      const after = isNeeded && !signal.aborted ? await read(listBacklog, []) : before;
      const backlog = signal.aborted ? [] : (after ?? []);
      return { ...counts, backlog: backlog.map((each) => ({ ...each, reachable: canReach(each) })) };
    },
    async work() {
      if (sessions.isEmbedded) throw needsServer();
      try {
        await withSession(open, signal, async (connection) => {
          requireWritable(await adoptSession(connection));
          await ensureTables(connection);
        });
      } catch (error) {
        if (signal.aborted) return NOTHING_SENT;
        throw error;
      }
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
    endpoints: (name) => read((connection, scope) => listEndpoints(connection, scope, name ?? null), []),
    event: (id) => read((connection, scope) => readEvent(connection, scope, id), null),
    retry: (id) => read((connection, scope) => retryOne(connection, scope, id, actorOf(settings)), []),
    discard: (id) => read((connection, scope) => discardOne(connection, scope, id, actorOf(settings)), []),
    countBulk: (action) => read((connection, scope) => countBulk(connection, scope, action), NOTHING_COUNTED),
    countOne: (action, id) =>
      read((connection, scope) => countOne(connection, scope, action, id), NOTHING_COUNTED),
    subscription: (name) => read(async () => subscriptionOf(name), subscriptionOf(name)),
    runBulk: (action) =>
      read((connection, scope) => runBulkAction(connection, scope, action, actorOf(settings)), []),
    durations: (name) =>
      read((connection, scope) => readDurations(connection, scope, name), { p50Ms: null, p95Ms: null }),
    enable: (name) =>
      read(
        async (connection, scope) => {
          const by = actorOf(settings);
          if (namesOf(here).includes(name))
            return enableEndpoint({ ...options, connection, scope, by }, { idOrName: name });
          const count = await enableEndpoints(connection, scope, [{ hook: null, endpoint: name }]);
          return { changed: count > 0, givenUp: 0 };
        },
        { changed: false, givenUp: 0 },
      ),
    prune: (days = RETENTION_DAYS) =>
      read((connection, scope) => pruneDeliveries(connection, null, scope, days), 0),
    rows: () => endpointRows(settings.endpoints, stored),
    endpoint: (name) => here.find(name),
    canReach,
  };
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
