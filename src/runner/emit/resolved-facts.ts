import { errorResolved } from '../../events/catalog/error.js';
import type { FactAt } from './draft.js';
import type { EmitContext } from './emit-context.js';
import type { Turn } from './turn.js';

/** The facts of errors that earlier runs had to give up, and that a migration settles when it is done. */
export function resolvedFacts(turn: Turn, { direction, errors, info }: EmitContext): readonly FactAt[] {
  return errors.of(direction, turn.migration.version).map((open) => ({
    type: 'error.resolved',
    at: (timing) => errorResolved({ ...open, run: turn.run(timing) }, 'completed', info.actor),
  }));
}
