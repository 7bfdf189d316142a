/** The public API: what a hook, a plugin or a program that migrates may rely on. */

import { openBuiltInHooks } from '../hooks/built-in.js';
import { type Migrator, openMigrator } from './app/migrator.js';
import type { MigratorOptions } from './app/migrator-options.js';

export { MigrationError } from './app/migration-error.js';
export type { DownOptions, Migrator, PlanOptions } from './app/migrator.js';
export type { MigratorOptions } from './app/migrator-options.js';
export type { DownOutcome, UpOutcome } from './app/outcome.js';
export type { SendCounts } from './app/send-due.js';
export type { ValidateResult } from './app/validate.js';
export type { Finding } from './migrations/analysis/finding.js';
export * from './plugin.js';
export type { EmitRunEvent, RunEvent, RunEventOf, RunEventType } from './run-events.js';
export type { BaselineResult } from './runner/baseline.js';
export type { MigrationReference } from './runner/plan/plan.js';
export type { PlanResult } from './runner/plan/read-plan.js';
export type { RunPlanDocument } from './runner/plan/run-plan.js';
export type { Decision, ResolveResult } from './runner/resolve.js';
export type { AppliedMigration } from './runner/run-journal.js';
export type { UpOptions } from './runner/run-result.js';
export type { StatusResult } from './runner/status.js';
export type { Verification, VerifyOptions, VerifyResult } from './runner/verify.js';

const version = process.env.CONFITURE_VERSION ?? 'development';

/**
 * A migrator for the project that `options` name: the commands of the command line as functions, silent, with the
 * built-in webhooks. Nothing is read or opened before its first call.
 * @throws CONFIG_INVALID where more than one database is given.
 */
export function createMigrator(options: MigratorOptions = {}): Migrator {
  return openMigrator(options, {
    version,
    openBuiltInHooks: (settings, endpoints) => openBuiltInHooks(settings, endpoints, version),
  });
}
