import { ConfitureError } from '../errors.js';
import type { BaselineResult } from '../runner/baseline.js';
import type { UpLimits } from '../runner/plan/plan.js';
import type { PlanRequest, PlanResult } from '../runner/plan/read-plan.js';
import type { Decision, ResolveResult } from '../runner/resolve.js';
import type { UpOptions } from '../runner/run-result.js';
import type { StatusResult } from '../runner/status.js';
import { faultOfVerify, type VerifyOptions, type VerifyResult } from '../runner/verify.js';
import { type OpenBuiltInHooks, withBuiltInHooks } from './built-in-hooks.js';
import { type Deliveries, openDeliveries, type WaitingEndpoint } from './deliveries.js';
import { libraryReporter } from './library-reporter.js';
import { MigrationError } from './migration-error.js';
import type { MigratorOptions } from './migrator-options.js';
import type { DownOutcome, UpOutcome } from './outcome.js';
import { openProject, type Project } from './project.js';
import type { SendCounts } from './send-due.js';
import { sessionSourceOf } from './sessions.js';
import { resolveSettings, type Settings } from './settings.js';
import { type ValidateResult, validateFiles } from './validate.js';

/** What `down` undoes: all that is newer than version `to`, else the newest `steps` migrations (default 1). */
export interface DownOptions {
  readonly to?: string;
  readonly steps?: number;
  /** Say what would be done, and do nothing. */
  readonly dryRun?: boolean;
  /** Hash of the only plan that may run, as `plan` gives it; any other is PLAN_CHANGED. */
  readonly plan?: string;
}

/** What to plan: an `up` with these limits, or with `direction: 'down'` what `down` with the same options would undo. */
export type PlanOptions =
  | ({ readonly direction?: 'up' } & UpLimits)
  | ({ readonly direction: 'down' } & Pick<DownOptions, 'to' | 'steps'>);

/**
 * The commands of a project for a program. Nothing is read, opened or printed before a call, and nothing is left open
 * after it. Every call rejects with a ConfitureError; `code` says which, and `docs/errors.md` what it means.
 */
export interface Migrator {
  /**
   * Applies pending migrations, in order, and sends the events.
   * @throws MigrationError where a migration failed, with what was applied before it in `result`.
   */
  up(options?: UpOptions): Promise<UpOutcome>;
  /**
   * Undoes migrations, newest first.
   * @throws MigrationError where one failed; ROLLBACK_IMPOSSIBLE, before anything is done, where a `.down.sql` is missing.
   */
  down(options?: DownOptions): Promise<DownOutcome>;
  /** Applied and pending migrations. `fault` would keep `up` from going on; a pending migration is none. */
  status(): Promise<StatusResult>;
  /** What `up` or `down` would do, with what each statement puts at stake. Takes no lock and writes nothing. */
  plan(options?: PlanOptions): Promise<PlanResult>;
  /** Marks everything up to and including `target` as applied without running it. */
  baseline(options: { readonly target: string; readonly dryRun?: boolean }): Promise<BaselineResult>;
  /** Compares applied migrations with their files and runs each `.verify.sql`. `fault` is null where all is in order. */
  verify(options?: VerifyOptions): Promise<VerifyResult & { readonly fault: ConfitureError | null }>;
  /** Checks the files, without a database; `strict` turns warnings into errors. */
  validate(options?: { readonly strict?: boolean }): Promise<ValidateResult>;
  /** Settles a migration outside of a transaction that was interrupted. */
  resolve(options: { readonly version: string; readonly decision: Decision }): Promise<ResolveResult>;
  /** Sends once all events that are due, also of earlier runs; resolves with what still waits. */
  deliver(): Promise<SendCounts & { readonly backlog: readonly WaitingEndpoint[] }>;
}

/** What the entry of the package adds to the options of its caller. */
export interface MigratorParts {
  /** Version of Confiture. */
  readonly version: string;
  readonly openBuiltInHooks: OpenBuiltInHooks;
}

/** Makes a migrator of the options. See `Migrator`. */
export function openMigrator(options: MigratorOptions, parts: MigratorParts): Migrator {
  refuseSeveralDatabases(options);
  const reporter = libraryReporter(options);
  const settings = async () => {
    const settings = await settingsOf(options);
    for (const warning of settings.warnings) reporter.warning(warning);
    return settings;
  };
  const context = (settings: Settings, signal: AbortSignal) => ({
    settings,
    signal,
    sessions: sessionSourceOf(settings, options),
    reporter,
  });
  const withProject = async <T>(work: (project: Project) => Promise<T>): Promise<T> => {
    const resolved = await settings();
    return withBuiltInHooks(parts.openBuiltInHooks, resolved, (builtIn) =>
      cancellableBy(options.signal, (signal) =>
        work(
          openProject({
            ...context(resolved, signal),
            builtIn,
            version: parts.version,
            noLock: options.lockTimeoutMs === false,
          }),
        ),
      ),
    );
  };
  const withDeliveries = async <T>(work: (deliveries: Deliveries) => Promise<T>): Promise<T> => {
    const resolved = await settings();
    return withBuiltInHooks(parts.openBuiltInHooks, resolved, (builtIn) =>
      cancellableBy(options.signal, async (signal) =>
        work(await openDeliveries({ ...context(resolved, signal), builtIn })),
      ),
    );
  };
  return {
    up: (up) =>
      withProject(async (project) => {
        checkSteps(up?.steps);
        const { failure, ...result } = await project.up(up);
        if (failure !== null) throw new MigrationError(failure.error, result);
        return result;
      }),
    down: ({ to, steps = 1, dryRun = false, plan } = {}) =>
      withProject(async (project) => {
        checkSteps(steps);
        const limits = to === undefined ? { steps } : { to };
        const { failure, ...result } = await project.down(limits, {
          dryRun,
          ...(plan !== undefined && { plan }),
        });
        if (failure !== null) throw new MigrationError(failure.error, result);
        return result;
      }),
    status: () => withProject((project) => project.status()),
    plan: (plan = {}) =>
      withProject(async (project) => {
        checkSteps(plan.steps);
        return project.plan(planRequest(plan));
      }),
    baseline: (baseline) => withProject((project) => project.baseline(baseline)),
    verify: (verify) =>
      withProject(async (project) => {
        const { verifications } = await project.verify(verify);
        return { verifications, fault: faultOfVerify({ verifications }) };
      }),
    validate: async (validate) => validateFiles(await settings(), validate),
    resolve: (resolve) => withProject((project) => project.resolve(resolve)),
    deliver: () => withDeliveries((deliveries) => deliveries.deliver()),
  };
}

function planRequest(plan: PlanOptions): PlanRequest {
  if (plan.direction !== 'down') return { direction: 'up', limits: plan };
  const { to, steps = 1 } = plan;
  return { direction: 'down', limits: to === undefined ? { steps } : { to } };
}

async function settingsOf(options: MigratorOptions): Promise<Settings> {
  const { cwd = process.cwd(), env = process.env, hooks = [], lockTimeoutMs, ...flags } = options;
  const settings = await resolveSettings({
    cwd,
    env,
    flags: { ...flags, lockTimeoutMs: lockTimeoutMs === false ? undefined : lockTimeoutMs },
    nameOfFlag: (name) => name,
  });
  const entries = [...settings.hooks.entries, ...(hooks as readonly (string | object)[])];
  return { ...settings, databaseUrlName: 'databaseUrl', hooks: { ...settings.hooks, entries } };
}

function refuseSeveralDatabases(options: MigratorOptions): void {
  const given = (['databaseUrl', 'connection', 'knex'] as const).filter(
    (name) => options[name] !== undefined,
  );
  if (given.length < 2) return;
  throw new ConfitureError('CONFIG_INVALID', `createMigrator was given ${given.join(' and ')}`, {
    hint: 'Give one of databaseUrl, connection and knex.',
  });
}

/** A negative number would count from the other end. */
function checkSteps(steps: number | undefined): void {
  if (steps === undefined || (Number.isSafeInteger(steps) && steps > 0)) return;
  throw new ConfitureError('FLAG_INVALID', `steps must be a whole number from 1, not ${String(steps)}`, {
    hint: 'Leave it out to apply all that is pending.',
  });
}

/**
 * Calls `work` with the signal of the caller, whose reason is an error of ours there. Nothing is left on that signal, and
 * any number of calls may share it.
 */
async function cancellableBy<T>(
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const derived = AbortSignal.any(signal ? [signal] : []);
  const abort = () =>
    controller.abort(
      new ConfitureError('CANCELLED_ABORT', 'stopped by the signal of the call', {
        hint: 'What was committed stays; call it again to go on.',
        cause: signal?.reason,
      }),
    );
  if (derived.aborted) abort();
  derived.addEventListener('abort', abort, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    derived.removeEventListener('abort', abort);
  }
}
