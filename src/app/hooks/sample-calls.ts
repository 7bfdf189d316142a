import { errorSample, migrationSample } from '../../events/catalog/migration-data.js';
import type { HookBus } from '../../hooks/call/bus.js';
import type { HookPhase } from '../../hooks/define/hook.js';
import { migrationContext, type RunInfo, runContext, type Timing } from '../../runner/run-info.js';

const MIGRATION = { version: migrationSample.migration_version, name: migrationSample.migration_name };

/** Calls the hooks of a bus as a run would, with an invented migration that takes two seconds. */
export const sampleCalls: Readonly<
  Record<HookPhase, (bus: HookBus, info: RunInfo, now: Date) => Promise<void>>
> = {
  pre_run: (bus, info, now) => bus.runGate('pre_run', runContext('pre_run', info, begun(now))),
  pre_execute: (bus, info, now) =>
    bus.runGate('pre_execute', migrationContext('pre_execute', info, MIGRATION, begun(now))),
  post_execute: (bus, info, now) =>
    bus.notify('post_execute', migrationContext('post_execute', info, MIGRATION, ended(now))),
  on_error: (bus, info, now) =>
    bus.notify('on_error', {
      ...migrationContext('on_error', info, MIGRATION, ended(now), errorSample),
      error: errorSample,
    }),
  pre_rollback: (bus, info, now) =>
    bus.runGate('pre_rollback', migrationContext('pre_rollback', info, MIGRATION, begun(now))),
  post_rollback: (bus, info, now) =>
    bus.notify('post_rollback', migrationContext('post_rollback', info, MIGRATION, ended(now))),
  post_run: (bus, info, now) =>
    bus.notify('post_run', {
      ...runContext('post_run', info, ended(now)),
      applied: [MIGRATION.name],
      failed: null,
      unknown: [],
    }),
};

function begun(now: Date): Timing {
  return { startedAt: now, endedAt: null, rowsAffected: null };
}

function ended(now: Date): Timing {
  return { startedAt: new Date(now.getTime() - 2_000), endedAt: now, rowsAffected: 50_000 };
}
