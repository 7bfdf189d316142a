import type { LoadedMigration } from '../../migrations/files/load-migration.js';

/** True for a file that says `requires-approval` in its head comment. */
export function asksForApproval({ scan }: LoadedMigration): boolean {
  return scan.directives.has('requires-approval');
}
