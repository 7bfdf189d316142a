import { createHash } from 'node:crypto';
import type { ConfitureEvent } from '../event.js';
import { migrationOf } from '../migration-of.js';

const longest = 255;

/**
 * Names the incident of a migration: the same for its failure and the success that ends it, different for every
 * database and version. Parts are percent-encoded so that no two triples share a key; one that would be longer
 * than PagerDuty's 255 characters is hashed. An event without a migration has a key that no incident was opened with.
 */
export function incidentKey(event: ConfitureEvent): string {
  const migration = migrationOf(event);
  const parts = migration
    ? [migration.database.host, migration.database.name, migration.migration_version]
    : [event.type, event.id];
  const key = `confiture:${parts.map((part) => encodeURIComponent(part.replace(/[\ud800-\udfff]/gu, '\ufffd'))).join('/')}`;
  return key.length <= longest ? key : `confiture:${createHash('sha256').update(key).digest('hex')}`;
}
