import type { Connection } from '../../database/connection.js';
import { createBus, type HookBus } from '../../hooks/call/bus.js';
import type { OutboxHook } from '../../hooks/define/outbox-hook.js';
import type { UndeliveredMessage } from '../../outbox/run/own-deliveries.js';
import { maskText } from '../../redaction/redaction.js';
import { type EventStore, noEvents } from '../../runner/event-store.js';
import { loadProjectHooks, type ProjectContext } from './project-hooks.js';
import { SubscribedOutbox } from './subscribed-outbox.js';

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
  return withOutbox(context, outboxHooks, sessions, ({ connect, events }) =>
    work({ connect, hooks, events }),
  );
}

/**
 * The same for a command that is no run, and has events all the same: the outbox hooks of the project get them, and no
 * gate and no observer is called.
 */
export async function runWithEvents<R>(
  context: ProjectContext,
  sessions: RunSessions,
  work: (dependencies: RunDependencies) => Promise<R>,
): Promise<R> {
  const { outboxHooks } = await loadProjectHooks(context);
  const all = [...context.builtIn.outboxHooks, ...outboxHooks];
  return withOutbox(context, all, sessions, (dependencies) =>
    work({ ...dependencies, hooks: createQuietBus() }),
  );
}

async function withOutbox<R>(
  context: ProjectContext,
  outboxHooks: readonly OutboxHook[],
  sessions: RunSessions,
  work: (dependencies: Omit<RunDependencies, 'hooks'>) => Promise<R>,
): Promise<R & Undelivered> {
  const outbox = new SubscribedOutbox({
    context,
    hooks: outboxHooks,
    connectBeside: sessions.connectBeside,
  });
  await outbox.load();
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
    const result = await work({ connect, events: outbox }).finally(release);
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
  return { hooks, outboxHooks: [...context.builtIn.outboxHooks, ...loaded.outboxHooks] };
}

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
