import path from 'node:path';
import type { Connection } from '../database/connection.js';
import { createBus, type HookBus } from '../hooks/call/bus.js';
import { describeThrown } from '../hooks/call/describe-thrown.js';
import type { OutboxHook } from '../hooks/define/outbox-hook.js';
import { type HookEntry, type LoadedHooks, loadHooks } from '../hooks/load/load-hooks.js';
import type { UndeliveredMessage } from '../outbox/run/own-deliveries.js';
import type { RunOutbox } from '../outbox/run/run-outbox.js';
import { openSpool, type Spool } from '../outbox/run/spool.js';
import { type Announcer, createAnnouncer } from '../outbox/worker/announce.js';
import type { WorkerWatch } from '../outbox/worker/worker-options.js';
import type { Reporter } from '../output/reporters/reporter.js';
import { maskText } from '../redaction/redaction.js';
import { type EventRecorder, noRecorder } from '../runner/event-recorder.js';
import type { Settings } from './settings.js';

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
  readonly recorder: EventRecorder;
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

/** Hooks are loaded before anything is opened, and what they have to send gets its time at the end. */
export async function runWithHooks<R>(
  surroundings: ProjectContext,
  sessions: RunSessions,
  work: (plugs: RunDependencies) => Promise<R>,
): Promise<R & Undelivered> {
  const { settings, reporter, signal } = surroundings;
  const { connect } = sessions;
  const loaded = await loadProjectHooks(surroundings);
  const bus = createBus(loaded.hooks, {
    signal,
    mask: (text) => maskText(text, settings.redact),
    onReport: ({ hook, phase, message }) => reporter.warning(`hook ${hook} failed in ${phase}: ${message}`),
  });
  const outboxHooks = [...surroundings.outboxHooks, ...loaded.outboxHooks];
  if (outboxHooks.length === 0) {
    return { ...(await work({ connect, hooks: bus, recorder: noRecorder })), undelivered: [] };
  }
  const outbox = await openRunOutbox(surroundings, outboxHooks, sessions);
  try {
    const result = await work({
      connect: () => outbox.connect(),
      hooks: outbox.listenTo(bus),
      recorder: {
        prepare: (connection) => outbox.prepare(connection),
        textFor: (context) => outbox.textFor(context),
      },
    });
    return { ...result, undelivered: await outbox.finish(signal) };
  } finally {
    await outbox.close();
  }
}

/** A bus for commands that change no schema and therefore call no hook. */
export function createQuietBus(): HookBus {
  return createBus([], { mask: maskText, onReport: () => {} });
}

async function openRunOutbox(
  { settings, reporter }: ProjectContext,
  hooks: readonly OutboxHook[],
  sessions: RunSessions,
): Promise<RunOutbox> {
  const { RunOutbox } = await import('../outbox/run/run-outbox.js');
  const describe = describeWith(settings);
  return new RunOutbox({
    ...sessions,
    hooks,
    spool: spoolOf(settings),
    scope: settings,
    organizationId: settings.organizationId,
    budgetMs: settings.drainTimeoutMs,
    now: Date.now,
    random: Math.random,
    describe,
    watch: watchWith(reporter, describe),
    announce: announceWith({ settings, reporter }, hooks),
    onFault: faultsTo(reporter, describe),
    onDraining: (own, budgetMs) =>
      reporter.draining({ pending: own.pending, budgetMs, waitingFor: () => own.waitingFor() }),
    onSpooled: ({ event }, error) =>
      reporter.warning(
        `${event.type} could not be stored in the database (${describe(error)}); it is kept in ${SPOOL_FOLDER} and sent by the next command here that can store it`,
      ),
    onUnstored: ({ event, deliveries }, { database, spool }) =>
      reporter.warning(
        `${event.type} of ${deliveries[0]?.message.migration} is lost to ${deliveries.map(({ message }) => message.target).join(', ')}: it could not be stored in the database (${describe(database)}), and ${SPOOL_FOLDER} cannot be written (${describe(spool)}). Nobody will be told but you.`,
      ),
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

/** What is stored when an endpoint is switched off. */
export function announceWith(
  { settings, reporter }: Pick<ProjectContext, 'settings' | 'reporter'>,
  hooks: readonly OutboxHook[],
): Announcer {
  return createAnnouncer({
    ...settings,
    hooks,
    now: Date.now,
    mask: (text) => maskText(text, settings.redact),
    onFault: faultsTo(reporter, describeWith(settings)),
  });
}

/** Tells the reporter of a hook that could not make its messages. */
function faultsTo(reporter: Reporter, describe: (thrown: unknown) => string) {
  return (hook: string, error: unknown) =>
    reporter.warning(`hook ${hook} could not make its messages: ${describe(error)}`);
}

/** A watch that tells the reporter. */
export function watchWith(reporter: Reporter, describe: (thrown: unknown) => string): WorkerWatch {
  return {
    attempt({ delivery: { message }, result, durationMs }) {
      const { target, eventType, migration } = message;
      const ok = result.kind === 'done';
      reporter.deliveryFinished({
        endpoint: target,
        eventType,
        migration,
        outcome: `${result.text} in ${durationMs} ms`,
        ok,
      });
    },
    disabled: ({ target, reason }) =>
      reporter.warning(
        `endpoint ${target} is switched off: ${reason}. What is stored for it waits: \`confiture webhooks enable ${target}\` switches it on again.`,
      ),
    databaseError: (error) =>
      reporter.warning(
        `the outbox cannot be worked with at the moment: ${describe(error)}. Nothing is lost: what is not sent waits for the next run, \`confiture webhooks deliver\` or a worker.`,
      ),
    rejected: ({ record, reason }) =>
      reporter.warning(
        `${record} is malformed and set aside: ${reason}. \`confiture doctor\` lists what is set aside.`,
      ),
  };
}
