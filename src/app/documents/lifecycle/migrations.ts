import { migrationId } from '../../../events/identifier.js';
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
  };
}

/** The same with what it would do. */
export function migrationDetailObject(migration: ListedMigration) {
  return { ...migrationObject(migration), planned: migration.planned && plannedObject(migration.planned) };
}
