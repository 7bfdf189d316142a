import type { Phase } from '../../../migrations/analysis/phases.js';
import type { MigrationFile } from '../../../migrations/folder/discover.js';
import type { Direction } from '../../../run-events.js';
import type { PhaseStep } from '../execution.js';

/** Name of the phase in which a migration is validated; it is the last. */
export const VALIDATE = 'validate';

/** What a migration has beside the phases of its file. */
export interface OwnPhases {
  /** A gate or an approval is asked for before it. */
  readonly preflight: boolean;
  /** Checks run behind it. */
  readonly validate: boolean;
}

/** The phases that Confiture itself runs for a migration; undoing one has no checks. */
export function ownPhases(
  { verify, invariant }: MigrationFile,
  direction: Direction,
  { hasPreflight }: { readonly hasPreflight: boolean },
): OwnPhases {
  return {
    preflight: hasPreflight,
    validate: direction === 'up' && (verify !== null || invariant !== null),
  };
}

/** Phases of a file as they are told: only those that apply have a number. */
export function numberPhases(
  phases: readonly Pick<Phase, 'name' | 'options'>[],
  { preflight, validate }: OwnPhases,
): PhaseStep[] {
  const before = preflight ? 1 : 0;
  const total = before + phases.length + (validate ? 1 : 0);
  return phases.map(({ name, options }, index) => ({
    name,
    number: before + index + 1,
    total,
    isBatch: options.batch !== null,
  }));
}
