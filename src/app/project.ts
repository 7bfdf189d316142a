import { randomBytes } from 'node:crypto';
import os from 'node:os';
import { optionsOf } from '../config/options/option-values.js';
import { conditionsOf } from '../config/options/pause-condition.js';
import { approvalId, certificateId, errorId, runId } from '../events/identifier.js';
import { maskText } from '../redaction/redaction.js';
import type { BaselineResult } from '../runner/baseline.js';
import type { DownResult } from '../runner/down.js';
import type { AskPerson } from '../runner/lifecycle/approval/gate/context.js';
import { rulesInForce } from '../runner/lifecycle/approval/requirement.js';
import type { ClaimedRun } from '../runner/lifecycle/run-queue/claim-run.js';
import type { DownLimits } from '../runner/plan/plan-down.js';
import type { PlanRequest, PlanResult } from '../runner/plan/read-plan.js';
import type { RunnerPorts, RunSettings } from '../runner/ports.js';
import type { Decision, ResolveResult } from '../runner/resolve.js';
import type { UpOptions, UpResult } from '../runner/run-result.js';
import type { StatusResult } from '../runner/status.js';
import type { VerifyOptions, VerifyRun } from '../runner/verify.js';
import { actorOf } from './run/actor.js';
import { newEventId } from './run/new-event-id.js';
import type { ProjectContext } from './run/project-hooks.js';
import {
  type RunDependencies,
  runWithEvents,
  runWithHooks,
  runWithoutHooks,
  type Undelivered,
} from './run/run-with-hooks.js';
import { openerOf, type SessionSource } from './sessions.js';

/** What a project needs to be worked on. */
export interface ProjectOptions extends ProjectContext {
  readonly sessions: SessionSource;
  /** Version of Confiture, shown in the header. */
  readonly version: string;
  /** Run without the migration lock: the caller makes sure that there is one run at a time. */
  readonly noLock?: boolean;
  /** The run that this process was started for; default: none. */
  readonly queuedRun?: ClaimedRun | null;
  /** Asks whether a plan may run; default: no person is there to be asked. */
  readonly askPerson?: AskPerson | null;
}

/** The commands of a project, as a library. */
export interface Project {
  up(options?: UpOptions): Promise<UpResult & Undelivered>;
  down(
    limits: DownLimits,
    options?: { readonly dryRun?: boolean; readonly plan?: string },
  ): Promise<DownResult & Undelivered>;
  status(): Promise<StatusResult>;
  plan(request: PlanRequest): Promise<PlanResult>;
  baseline(options: { readonly target: string; readonly dryRun?: boolean }): Promise<BaselineResult>;
  verify(options?: VerifyOptions): Promise<VerifyRun>;
  resolve(options: { readonly version: string; readonly decision: Decision }): Promise<ResolveResult>;
}

/** Opens a project. The database is connected to by each command, which loads what it needs and no other. */
export function openProject(options: ProjectOptions): Project {
  const { sessions } = options;
  const settings = runSettings(options);
  const open = openerOf(sessions, options);
  const embeddedWaitMs = options.settings.lockTimeoutMs;
  const connectBeside = (signal: AbortSignal) => sessions.open({ embeddedWaitMs, signal });
  const ports = (dependencies: RunDependencies) => portsOf(options, dependencies);
  const quiet = <R>(work: (ports: RunnerPorts) => Promise<R>): Promise<R> =>
    runWithoutHooks({ connect: open }, (dependencies) => work(ports(dependencies)));
  const hooked = <R>(work: (ports: RunnerPorts) => Promise<R>): Promise<R & Undelivered> =>
    runWithHooks(options, { connect: open, connectBeside }, (dependencies) => work(ports(dependencies)));
  const told = <R>(work: (ports: RunnerPorts) => Promise<R>): Promise<R> =>
    runWithEvents(options, { connect: open, connectBeside }, (dependencies) => work(ports(dependencies)));
  return {
    up: (up = {}) =>
      hooked(async (ports) =>
        up.dryRun && sessions.isUnmade()
          ? (await import('../runner/unmade.js')).rehearseUp(ports, settings, up)
          : (await import('../runner/run.js')).runUp(ports, settings, up),
      ),
    down: (limits, down) =>
      hooked(async (ports) =>
        sessions.isUnmade()
          ? (await import('../runner/unmade.js')).rehearseDown(ports, settings, limits, down)
          : (await import('../runner/down.js')).runDown(ports, settings, limits, down),
      ),
    status: () =>
      quiet(async (ports) => {
        const { readStatus, readUnmadeStatus } = await import('../runner/status.js');
        return (sessions.isUnmade() ? readUnmadeStatus : readStatus)(ports, settings);
      }),
    plan: (request) =>
      quiet(async (ports) => {
        const { readPlan, readUnmadePlan } = await import('../runner/plan/read-plan.js');
        return (sessions.isUnmade() ? readUnmadePlan : readPlan)(ports, settings, request);
      }),
    baseline: (baseline) =>
      told(async (ports) =>
        baseline.dryRun && sessions.isUnmade()
          ? (await import('../runner/unmade.js')).rehearseBaseline(ports, settings, baseline.target)
          : (await import('../runner/baseline.js')).runBaseline(ports, settings, baseline),
      ),
    resolve: (resolve) =>
      told(async (ports) => (await import('../runner/resolve.js')).runResolve(ports, settings, resolve)),
    verify: (verify) =>
      quiet(async (ports) => {
        const { refuseUnmadeVerify, runVerify } = await import('../runner/verify.js');
        return sessions.isUnmade() ? refuseUnmadeVerify(ports, settings) : runVerify(ports, settings, verify);
      }),
  };
}

/** An engine that crashed or was ended still needs a moment to let go of its files. */
const EMBEDDED_WAIT_MS = 5_000;

function portsOf(
  { sessions, settings, reporter, signal, askPerson = null, queuedRun = null }: ProjectOptions,
  dependencies: RunDependencies,
): RunnerPorts {
  return {
    ...dependencies,
    connectBeside: (applicationName, signal) =>
      sessions.open({ embeddedWaitMs: EMBEDDED_WAIT_MS, signal, applicationName }),
    emit: reporter.emit,
    signal,
    now: Date.now,
    random: Math.random,
    newRunId: () => queuedRun?.id ?? runId({ nowMs: Date.now(), random: randomBytes(16) }),
    newEventId,
    newCertificateId: () => certificateId({ nowMs: Date.now(), random: randomBytes(16) }),
    readSigner: async () => (await import('./certificates/signing-key.js')).readSigner(settings, reporter),
    newErrorId: () => errorId({ nowMs: Date.now(), random: randomBytes(16) }),
    newApprovalId: () => approvalId({ nowMs: Date.now(), random: randomBytes(16) }),
    authorsOf: async (files) => (await import('./run/git-authors.js')).authorsOf(files, settings),
    askPerson,
  };
}

function runSettings({ settings, version, noLock, sessions, queuedRun = null }: ProjectOptions): RunSettings {
  return {
    ...optionsOf(settings),
    version,
    environment: settings.environment,
    correlationId: settings.correlationId,
    traceparent: settings.traceparent,
    actor: { ...actorOf(settings), ...queuedRun?.actor },
    reason:
      queuedRun?.reason ?? (settings.reason === null ? null : maskText(settings.reason, settings.redact)),
    isQueued: queuedRun !== null,
    process: { host: os.hostname(), pid: process.pid },
    pauseWhen: conditionsOf(settings.pauseWhen),
    migrationsDirDisplay: settings.migrationsDirDisplay,
    maxFileBytes: settings.maxFileBytes,
    trackingTable: settings.trackingTable,
    lockTimeoutMs: noLock ? null : settings.lockTimeoutMs,
    validation: {
      timeoutMs: settings.validationTimeoutMs,
      rowLimit: settings.validationRowLimit,
      onFailure: settings.onValidationFailure,
    },
    databaseSource: sessions.name,
    redaction: settings.redact,
    approvalRules: rulesInForce(settings.approvals, settings.environment),
  };
}
