import { randomBytes } from 'node:crypto';
import { createBus, type HookBus } from './bus/bus.js';
import type { CheckedHook } from './bus/inspect-hook.js';
import { type HookEntry, loadHooks } from './bus/load-hooks.js';
import { requireDatabase } from './config/database-target.js';
import type { Settings } from './config/settings.js';
import { type ConnectTarget, connect } from './database/connect.js';
import { runId } from './events/identifier.js';
import { maskText } from './events/redaction.js';
import { createDispatcher, type Dispatcher } from './outbox/dispatcher.js';
import type { AttemptResult, OutboxHook, OutboxMessage } from './outbox/outbox-hook.js';
import { relayToOutbox } from './outbox/relay-bus.js';
import type { Reporter } from './output/reporter.js';
import { type BaselineResult, runBaseline } from './runner/baseline.js';
import { type DownResult, runDown } from './runner/down.js';
import { noRecorder } from './runner/event-recorder.js';
import type { DownLimits } from './runner/plan.js';
import type { RunnerPorts, RunSettings } from './runner/ports.js';
import { type Decision, type ResolveResult, runResolve } from './runner/resolve.js';
import { runUp, type UpOptions, type UpResult } from './runner/run.js';
import { readStatus, type StatusResult } from './runner/status.js';
import { runVerify, type VerifyOptions, type VerifyResult } from './runner/verify.js';

/** What a project needs to be worked on. */
export interface ProjectOptions {
  readonly settings: Settings;
  readonly reporter: Reporter;
  /** Version of Confiture, shown in the header. */
  readonly version: string;
  /** Cancels what is under way; its reason is the error the run ends in. */
  readonly signal: AbortSignal;
  /** Hooks whose messages are delivered beside the migrations. */
  readonly outboxHooks: readonly OutboxHook[];
  /** Absolute path of the module a hook file gets for `confiture` where its project has not installed it. */
  readonly selfEntry?: string;
  /** Run without the migration lock: whoever calls makes sure there is one run at a time. */
  readonly noLock?: boolean;
}

/** Messages that were not delivered when the time for sending was over. */
export interface Undelivered {
  readonly undelivered: readonly OutboxMessage[];
}

/** The commands of a project, as a library. */
export interface Project {
  up(options?: UpOptions): Promise<UpResult & Undelivered>;
  down(limits: DownLimits, options?: { readonly dryRun?: boolean }): Promise<DownResult & Undelivered>;
  status(): Promise<StatusResult>;
  baseline(options: { readonly target: string; readonly dryRun?: boolean }): Promise<BaselineResult>;
  verify(options?: VerifyOptions): Promise<VerifyResult>;
  resolve(options: { readonly version: string; readonly decision: Decision }): Promise<ResolveResult>;
}

/** Opens a project. The database is connected to by each command; a missing URL is an error here already. */
export function openProject(options: ProjectOptions): Project {
  const target = requireDatabase(options.settings);
  const settings = runSettings(options, target);
  return {
    up: (up) => withHooks(options, target, (ports) => runUp(ports, settings, up)),
    down: (limits, down) => withHooks(options, target, (ports) => runDown(ports, settings, limits, down)),
    status: () => readStatus(portsOf(options, target, createQuietBus()), settings),
    baseline: (baseline) => runBaseline(portsOf(options, target, createQuietBus()), settings, baseline),
    resolve: (resolve) => runResolve(portsOf(options, target, createQuietBus()), settings, resolve),
    verify: (verify) => runVerify(portsOf(options, target, createQuietBus()), settings, verify),
  };
}

/** All hooks of a project, checked; throws HOOK_INVALID for everything that is wrong with any of them. */
export async function loadProjectHooks({
  settings,
  reporter,
  selfEntry,
}: Pick<ProjectOptions, 'settings' | 'reporter' | 'selfEntry'>): Promise<readonly CheckedHook[]> {
  const { hooks, warnings } = await loadHooks({
    entries: settings.hooks.entries as readonly HookEntry[],
    baseDir: settings.hooks.baseDir,
    mask: (text) => maskText(text, settings.redact),
    ...(settings.configFile !== null && { configFile: settings.configFile }),
    ...(selfEntry !== undefined && { selfEntry }),
  });
  for (const warning of warnings) reporter.warning(warning);
  return hooks;
}

/** Hooks are loaded before anything is opened, and what they have to send gets its time at the end. */
async function withHooks<R>(
  options: ProjectOptions,
  target: ConnectTarget,
  work: (ports: RunnerPorts) => Promise<R>,
): Promise<R & Undelivered> {
  const { settings, reporter, outboxHooks } = options;
  const hooks = await loadProjectHooks(options);
  const mask = (text: string) => maskText(text, settings.redact);
  const bus = createBus(hooks, {
    mask,
    onReport: ({ hook, phase, message }) => reporter.warning(`hook ${hook} failed in ${phase}: ${message}`),
  });
  const dispatcher = createDispatcher({ now: Date.now, onAttempt: reportAttempt(reporter) });
  const relayed = relayToOutbox(bus, outboxHooks, dispatcher, {
    now: Date.now,
    organizationId: settings.organizationId,
    onFault: (hook) => reporter.warning(`hook ${hook} could not make its messages`),
  });
  let undelivered: readonly OutboxMessage[] = [];
  try {
    const result = await work(portsOf(options, target, relayed));
    undelivered = await drain(dispatcher, options);
    return { ...result, undelivered };
  } finally {
    await dispatcher.drain(0);
  }
}

function drain(
  dispatcher: Dispatcher,
  { settings, reporter }: ProjectOptions,
): Promise<readonly OutboxMessage[]> {
  if (dispatcher.pending() > 0) {
    reporter.draining({ pending: dispatcher.pending(), budgetMs: settings.drainTimeoutMs });
  }
  return dispatcher.drain(settings.drainTimeoutMs);
}

function reportAttempt(reporter: Reporter): (message: OutboxMessage, result: AttemptResult) => void {
  return ({ target, eventType, migration }, { kind, text }) =>
    reporter.deliveryFinished({ endpoint: target, eventType, migration, outcome: text, ok: kind === 'done' });
}

/** For commands that change no schema and therefore call no hook. */
function createQuietBus(): HookBus {
  return createBus([], { mask: maskText, onReport: () => {} });
}

function portsOf(options: ProjectOptions, target: ConnectTarget, hooks: HookBus): RunnerPorts {
  const { reporter, signal, settings } = options;
  return {
    connect: () => connect(target, { embeddedWaitMs: settings.lockTimeoutMs, signal }),
    reporter,
    hooks,
    recorder: noRecorder,
    signal,
    now: Date.now,
    random: Math.random,
    newRunId: () => runId({ nowMs: Date.now(), random: randomBytes(10) }),
  };
}

function runSettings({ settings, version, noLock }: ProjectOptions, target: ConnectTarget): RunSettings {
  return {
    version,
    environment: settings.environment,
    correlationId: settings.correlationId,
    migrationsDir: settings.migrationsDir,
    migrationsDirDisplay: settings.migrationsDirDisplay,
    trackingTable: settings.trackingTable,
    lockTimeoutMs: noLock ? null : settings.lockTimeoutMs,
    statementLockTimeoutMs: settings.statementLockTimeoutMs,
    databaseSource: target.source,
    redaction: settings.redact,
  };
}
