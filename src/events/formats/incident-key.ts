import { createHash } from 'node:crypto';
import type { ConfitureEvent } from '../event.js';

const longest = 255;

/**
 * Names the incident of a migration: the same for its failure and the success that ends it, different for every
 * database and version. Parts are percent-encoded so that no two triples share a key; one that would be longer
 * than PagerDuty's 255 characters is hashed.
 */
export function incidentKey({ data }: ConfitureEvent): string {
  const parts = [data.database.host, data.database.name, data.migration_version];
  const key = `confiture:${parts.map((part) => encodeURIComponent(part.replace(/[\ud800-\udfff]/gu, '\ufffd'))).join('/')}`;
  return key.length <= longest ? key : `confiture:${createHash('sha256').update(key).digest('hex')}`;
}
