import { type ConfitureError, EXIT, exitCodeOf } from '../../errors.js';
import type { ActorFacts } from '../../events/catalog/actor.js';

/** True where a person, a signal or a missing approval ended the run, and no migration failed. */
export function isStop({ code }: ConfitureError): boolean {
  const exit = exitCodeOf(code);
  return isCancel({ code }) || exit === EXIT.stopped || exit === EXIT.approval;
}

/** True where the run is not to go on by itself: a signal, or a cancel from elsewhere. */
export function isCancel({ code }: Pick<ConfitureError, 'code'>): boolean {
  return code.startsWith('CANCELLED_');
}

/** Who stopped a run from elsewhere, and why; null where a signal did. */
export function stopperOf({ details }: ConfitureError): {
  readonly actor: ActorFacts | null;
  readonly reason: string | null;
} {
  const { actor, actor_source: source, reason } = details;
  const isNamed = typeof actor === 'string' && (source === 'cli' || source === 'ci' || source === 'token');
  return {
    actor: isNamed ? { actor, source } : null,
    reason: typeof reason === 'string' ? reason : null,
  };
}
