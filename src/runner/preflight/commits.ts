import type { LoadedMigration } from '../../migrations/files/load-migration.js';

/**
 * What of a file is committed together, and so what a failure leaves: nothing of it, the statements before the one that
 * failed, or the phases and repetitions before it.
 */
export type Commits = 'whole' | 'statements' | 'phases';

export function commitsOf({ plan, phases }: Pick<LoadedMigration, 'plan' | 'phases'>): Commits {
  if (phases !== null) return 'phases';
  return plan.mode === 'perStatement' ? 'statements' : 'whole';
}
