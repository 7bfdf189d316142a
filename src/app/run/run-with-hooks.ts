import path from 'node:path';
import type { Connection } from '../../database/connection.js';
import { migrationOf } from '../../events/migration-of.js';
import { createBus, type HookBus } from '../../hooks/call/bus.js';
import { describeThrown } from '../../hooks/call/describe-thrown.js';
import type { OutboxHook } from '../../hooks/define/outbox-hook.js';
import { type HookEntry, type LoadedHooks, loadHooks } from '../../hooks/load/load-hooks.js';
import type { Subscribers } from '../../outbox/records/outbox-record.js';
import type { UndeliveredMessage } from '../../outbox/run/own-deliveries.js';
import type { RunOutbox } from '../../outbox/run/run-outbox.js';
import { openSpool, type Spool } from '../../outbox/run/spool.js';
import { createDisabledEvent, type DisabledEvent } from '../../outbox/worker/disabled-event.js';
import type { WorkerWatch } from '../../outbox/worker/worker-options.js';
import type { Reporter } from '../../output/reporters/reporter.js';
import { maskText } from '../../redaction/redaction.js';
import { type EventStore, noEvents } from '../../runner/event-store.js';
import type { Settings } from '../settings.js';

/** What the hooks of a project need. */
export interface ProjectContext {
  readonly settings: Settings;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** The outbox hooks that come with Confiture; those of the project are added. */
  readonly outboxHooks: readonly OutboxHook[];
  /** Absolute path of the module a hook file gets for `confiture` where its project has not installed it. */
  readonly selfEntry?: string;
}

/** Messages that had not arrived when the time for sending was over. */
export interface Undelivered {
  readonly undelivered: readonly UndeliveredMessage[];
}

/** How a run gets its sessions. */
export interface RunSessions {
  /** The session of the migrations; given up when the run is stopped. */
  readonly connect: () => Promise<Connection>;
  /** A further session, which a stopped run still gets; given up when `signal` aborts. For servers only. */
  readonly connectBeside: (signal: AbortSignal) => Promise<Connection>;
}

/** What a run gets from its hooks. */
export interface RunDependencies {
  readonly connect: () => Promise<Connection>;
  readonly hooks: HookBus;
  readonly events: EventStore;
}

/** All hooks of a project, checked; throws HOOK_INVALID for everything that is wrong with any of them. */
export async function loadProjectHooks({
  settings,
  reporter,
  selfEntry,
}: Pick<ProjectContext, 'settings' | 'reporter' | 'selfEntry'>): Promise<LoadedHooks> {
  const loaded = await loadHooks({
    entries: settings.hooks.entries as readonly HookEntry[],
    baseDir: settings.hooks.baseDir,
    mask: (text) => maskText(text, settings.redact),
    onUncaught: (code, thrown) => reporter.warning(`${code} failed: ${describeWith(settings)(thrown)}`),
    ...(settings.configFile !== null && { configFile: settings.configFile }),
    ...(selfEntry !== undefined && { selfEntry }),
  });
  for (const warning of loaded.warnings) reporter.warning(warning);
  return loaded;
}

/**
 * The steps of a run, in order: its hooks are loaded before anything is opened; `work` opens the session of the
 * migrations and runs them, their events stored with them; the records of the events are released over that session,
 * which ends on a server; stored events are sent for a limited time; the rest is closed.
 */
export async function runWithHooks<R>(
  context: ProjectContext,
  sessions: RunSessions,
  work: (dependencies: RunDependencies) => Promise<R>,
): Promise<R & Undelivered> {
  const { hooks, outboxHooks } = await loadRunHooks(context);
  const outbox = outboxHooks.length === 0 ? NO_OUTBOX : await openRunOutbox(context, outboxHooks, sessions);
  let session: Connection | undefined;
  const connect = async () => {
    session = await sessions.connect();
    outbox.open(session);
    return session;
  };
  const release = async () => {
    if (!session) return;
    await outbox.releaseRecords(session);
    if (session.capabilities.concurrentSessions) await session.close();
  };
  try {
    const result = await work({ connect, hooks, events: outbox }).finally(release);
    return { ...result, undelivered: await outbox.drain(context.signal) };
  } finally {
    await outbox.close();
    await session?.close();
  }
}

async function loadRunHooks(
  context: ProjectContext,
): Promise<{ readonly hooks: HookBus; readonly outboxHooks: readonly OutboxHook[] }> {
  const { settings, reporter, signal } = context;
  const loaded = await loadProjectHooks(context);
  const hooks = createBus(loaded.hooks, {
    signal,
    mask: (text) => maskText(text, settings.redact),
    onReport: ({ hook, phase, message }) => reporter.emit({ type: 'hook.failed', hook, phase, message }),
  });
  return { hooks, outboxHooks: [...context.outboxHooks, ...loaded.outboxHooks] };
}

/** The steps of a run that no outbox hook subscribes to. */
const NO_OUTBOX: EventStore & Pick<RunOutbox, 'open' | 'releaseRecords' | 'drain' | 'close'> = {
  ...noEvents,
  open: () => {},
  releaseRecords: async () => {},
  drain: async () => [],
  close: async () => {},
};

/** A command that changes no schema: it calls no hook, and its session ends with it. */
export async function runWithoutHooks<R>(
  { connect }: Pick<RunSessions, 'connect'>,
  work: (dependencies: RunDependencies) => Promise<R>,
): Promise<R> {
  let session: Connection | undefined;
  const open = async () => {
    session = await connect();
    return session;
  };
  try {
    return await work({ connect: open, hooks: createQuietBus(), events: noEvents });
  } finally {
    await session?.close();
  }
}

function createQuietBus(): HookBus {
  return createBus([], { mask: maskText, onReport: () => {} });
}

async function openRunOutbox(
  { settings, reporter }: ProjectContext,
  hooks: readonly OutboxHook[],
  sessions: RunSessions,
): Promise<RunOutbox> {
  const { RunOutbox } = await import('../../outbox/run/run-outbox.js');
  const describe = describeWith(settings);
  return new RunOutbox({
    connectBeside: sessions.connectBeside,
    ...subscribersOf({ settings, reporter }, hooks),
    spool: spoolOf(settings),
    scope: settings,
    drainTimeoutMs: settings.drainTimeoutMs,
    now: Date.now,
    random: Math.random,
    describe,
    watch: watchWith(reporter, describe),
    disabledEvent: disabledEventOf(settings),
    onDraining: (own, drainTimeoutMs) =>
      reporter.emit({
        type: 'deliveries.draining',
        pending: own.pending,
        drainTimeoutMs,
        waitingFor: () => own.waitingFor(),
      }),
    onSpooled: ({ event }, error) =>
      reporter.emit({
        type: 'event.spooled',
        eventType: event.type,
        folder: SPOOL_FOLDER,
        message: describe(error),
      }),
    onUnstored: ({ event, deliveries }, { database, spool }) =>
      reporter.emit({
        type: 'event.lost',
        eventType: event.type,
        migration: migrationOf(event)?.migration_name ?? null,
        endpoints: deliveries.map(({ message }) => message.endpoint),
        folder: SPOOL_FOLDER,
        databaseMessage: describe(database),
        folderMessage: describe(spool),
      }),
  });
}

const SPOOL_FOLDER = '.confiture/spool';

/** Where events are kept while there is no database. */
export function spoolOf({ projectDir }: Settings): Spool {
  return openSpool(path.join(projectDir, SPOOL_FOLDER));
}

/** What was thrown, masked, for people. */
export function describeWith({ redact }: Settings): (thrown: unknown) => string {
  return (thrown) => describeThrown(thrown, (text) => maskText(text, redact));
}

/** Makes the event that is stored when an endpoint is switched off. */
export function disabledEventOf(settings: Settings): DisabledEvent {
  return createDisabledEvent({
    ...settings,
    now: Date.now,
    mask: (text) => maskText(text, settings.redact),
  });
}

/** The hooks that are asked for messages; the reporter is told of one that could not make any. */
export function subscribersOf(
  { settings, reporter }: Pick<ProjectContext, 'settings' | 'reporter'>,
  hooks: readonly OutboxHook[],
): Subscribers {
  const describe = describeWith(settings);
  return {
    hooks,
    onFault: (hook, error) =>
      reporter.emit({ type: 'hook.failed', hook, phase: null, message: describe(error) }),
  };
}

/** A watch that emits what it sees. */
export function watchWith(reporter: Reporter, describe: (thrown: unknown) => string): WorkerWatch {
  return {
    attempt({ delivery: { message, event }, result, durationMs }) {
      const ok = result.kind === 'done';
      reporter.emit({
        type: 'delivery.finished',
        endpoint: message.endpoint,
        eventType: event.type,
        migration: migrationOf(event)?.migration_name ?? null,
        outcome: `${result.text} in ${durationMs} ms`,
        ok,
      });
    },
    disabled: ({ endpoint, reason }) => reporter.emit({ type: 'endpoint.disabled', endpoint, reason }),
    databaseError: (error) => reporter.emit({ type: 'outbox.unavailable', message: describe(error) }),
    rejected: ({ record, reason }) => reporter.emit({ type: 'record.rejected', record, reason }),
  };
}
