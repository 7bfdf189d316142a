import type { ConfitureError } from '../../errors.js';
import { errorEscalated, errorOccurred } from '../../events/catalog/error.js';
import { migrationFailed } from '../../events/catalog/migration.js';
import { migrationCancelled } from '../../events/catalog/steering.js';
import type { ErrorFacts } from '../../events/facts.js';
import type { Direction } from '../../run-events.js';
import type { PhaseOutcome, PhaseStep } from '../execute/execution.js';
import { NOT_BEGUN, type Timing } from '../run-info.js';
import type { FactAt } from './draft.js';
import { stopperOf } from './stop.js';
import type { Turn } from './turn.js';

/** How a migration came to its end without being done. */
export interface TurnFailure {
  readonly direction: Direction;
  readonly timing: Timing;
  readonly facts: ErrorFacts;
  /** The error that a retry did not cure, or a fresh id. */
  readonly errorId: string;
  /** The phase that was given up; null where none had begun. */
  readonly phase: { readonly step: PhaseStep; readonly outcome: PhaseOutcome } | null;
}

/** The facts of a migration that was given up: an error, the phase it came up in, the migration. */
export function failedFacts(turn: Turn, failure: TurnFailure): readonly FactAt[] {
  const { direction, timing, facts, errorId, phase } = failure;
  const error = turn.error(errorId, timing);
  return [
    // The first of several tries was told when it was begun again.
    ...(turn.errorId === null ? [fact('error.occurred', () => errorOccurred(error, facts))] : []),
    ...(phase ? [turn.phaseFailed(phase.step, phase.outcome, facts)] : []),
    fact('error.escalated', () => errorEscalated(error, facts)),
    fact('migration.failed', () => migrationFailed(direction, turn.run(timing), facts)),
  ];
}

/** The fact of a migration at which a run was cancelled; a signal has no actor. */
export function cancelledFact(
  turn: Turn,
  direction: Direction,
  timing: Timing,
  error: ConfitureError,
): FactAt {
  const steering = { direction, run: turn.run(timing), ...stopperOf(error) };
  return fact('migration.cancelled', () => migrationCancelled(steering));
}

/**
 * The phase of a plain file that was under way; a file that names phases says itself which was given up, and a
 * validation tells of its own.
 */
export function onlyPhaseOf(turn: Turn, timing: Timing): TurnFailure['phase'] {
  const { onlyPhase } = turn;
  if (onlyPhase === null || turn.phase !== onlyPhase.name || timing.startedAt === null) return null;
  return { step: onlyPhase, outcome: { timing: { ...NOT_BEGUN, ...timing }, errorsRecovered: 0 } };
}

function fact(type: FactAt['type'], at: FactAt['at']): FactAt {
  return { type, at };
}
