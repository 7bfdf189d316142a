import { errorObject } from '../../output/failures/error-json.js';
import { warningText } from '../../output/reporters/warning-text.js';
import type { DownResult } from '../../runner/down.js';
import type { RunFailure, UpResult } from '../../runner/run-result.js';
import type { Undelivered } from '../run/run-with-hooks.js';
import { finishedMigration, migrationReference } from './migration.js';

/** `migrate up`. The keys of the Python tool keep their meaning; those that nothing could fill are left out. */
export function upDocument(result: UpResult & Undelivered): object {
  return {
    success: result.failure === null,
    run_id: result.runId,
    applied: result.applied.map(finishedMigration),
    pending: result.pending.map(migrationReference),
    unknown: result.unknown.map(migrationReference),
    planned: result.steps.map((step) => ({
      ...migrationReference(step),
      transactional: step.transactional,
      reason: step.reason,
    })),
    errors: errorsOf(result.failure),
    warnings: result.warnings.map(warningText),
    current: result.current?.version ?? null,
    total_duration_ms: result.durationMs,
    checksums_verified: true,
    dry_run: result.dryRun,
    retries: result.retries,
    undelivered: undeliveredOf(result),
  };
}

/** `migrate down` and `migrate down-to`. */
export function downDocument(result: DownResult & Undelivered): object {
  return {
    success: result.failure === null,
    run_id: result.runId,
    from: result.from?.version ?? null,
    to: result.to?.version ?? null,
    rolled_back: result.rolledBack.map(finishedMigration),
    unknown: result.unknown.map(migrationReference),
    planned: result.steps.map(({ file }) => migrationReference(file)),
    errors: errorsOf(result.failure),
    total_duration_ms: result.durationMs,
    dry_run: result.dryRun,
    undelivered: undeliveredOf(result),
  };
}

function undeliveredOf({ undelivered }: Undelivered): object[] {
  return undelivered.map(({ endpoint, eventType, migration, state }) => ({
    endpoint,
    event: eventType,
    migration,
    state,
  }));
}

function errorsOf(failure: RunFailure | null): object[] {
  return failure ? [errorObject(failure.error)] : [];
}
