import type { MigrationFile } from '../folder/discover.js';

/** True for a migration around which the database is asked something. */
export function hasQueries({ verify, invariant }: Pick<MigrationFile, 'verify' | 'invariant'>): boolean {
  return verify !== null || invariant !== null;
}
