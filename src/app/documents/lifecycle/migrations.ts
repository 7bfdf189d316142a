import { migrationId } from '../../../events/identifier.js';
import type { FileShape } from '../../lifecycle/file-shape.js';
import type { ListedMigration } from '../../lifecycle/list-migrations.js';
import { plannedObject } from '../plan.js';

/** A migration, as lists of the API have it. */
export function migrationObject(migration: ListedMigration) {
  return {
    id: migrationId(migration.version),
    version: migration.version,
    name: migration.name,
    title: migration.title,
    state: migration.state,
    applied_at: migration.appliedAt?.toISOString() ?? null,
    duration_ms: migration.durationMs,
    checksum: migration.checksum,
    checksum_ok: migration.isChecksumOk,
    tier: migration.tier,
    certificate_id: migration.certificateId,
    run_id: migration.runId,
    failure: migration.failure && {
      run_id: migration.failure.runId,
      failed_at: migration.failure.failedAt.toISOString(),
      error: migration.failure.errorCode,
    },
  };
}

/** The same with what it would do, and what its files hold. */
export function migrationDetailObject(migration: ListedMigration, shape: FileShape | null) {
  return {
    ...migrationObject(migration),
    planned: migration.planned && plannedObject(migration.planned),
    shape: shape && shapeObject(shape),
  };
}

function shapeObject(shape: FileShape) {
  const { file, transactional, requires_approval, tier, phases, statements } = plannedObject(shape);
  return {
    file,
    transactional,
    requires_approval,
    tier,
    phases,
    statements,
    has_down: shape.hasDown,
    has_verify: shape.verifyChecksum !== null,
    has_invariant: shape.invariantChecksum !== null,
  };
}
