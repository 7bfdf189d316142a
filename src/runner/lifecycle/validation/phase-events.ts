import { type PhaseFacts, phaseCompleted, phaseFailed, phaseStarted } from '../../../events/catalog/phase.js';
import type { ConfitureEvent } from '../../../events/event.js';
import type { EventMaker } from '../../../events/event-maker.js';
import type { RedactionOptions } from '../../../redaction/redaction.js';
import { ownPhases, VALIDATE } from '../../execute/phases/number-phases.js';
import { factsOf } from '../../outcome/failure.js';
import type { RunInfo } from '../../run-info.js';
import type { Validation } from './validation.js';

export interface PhaseEventsOptions {
  readonly info: RunInfo;
  readonly maker: EventMaker;
  readonly redaction: RedactionOptions;
  /** True where a gate or an approval was asked for before each migration. */
  readonly hasPreflight: boolean;
}

/** Makes the events of the phase `validate`. */
export class PhaseEventMaker {
  readonly #options: PhaseEventsOptions;

  constructor(options: PhaseEventsOptions) {
    this.#options = options;
  }

  /** Its beginning; null where it was not reached. */
  started(validation: Validation): ConfitureEvent | null {
    if (validation.phaseStartedAt === null) return null;
    return this.#options.maker.make(phaseStarted(this.#facts(validation, null)));
  }

  /** Its end, which also tells of a failure; null where it was not reached. */
  ended(validation: Validation): ConfitureEvent | null {
    const { maker, redaction } = this.#options;
    if (validation.phaseStartedAt === null) return null;
    const { invalid } = validation;
    const facts = this.#facts(validation, validation.endedAt);
    return invalid
      ? maker.make(phaseFailed({ ...facts, errorsEscalated: 1 }, factsOf(invalid.error, redaction)))
      : maker.make(phaseCompleted(facts));
  }

  #facts({ migration, phaseStartedAt }: Validation, endedAt: Date | null): PhaseFacts {
    const { info, hasPreflight } = this.#options;
    const { version, name } = migration.file;
    const { preflight } = ownPhases(migration.file, 'up', { hasPreflight });
    const total = (preflight ? 1 : 0) + (migration.phases?.length ?? 1) + 1;
    const { runId, database } = info;
    const { title } = migration;
    return {
      direction: 'up',
      run: { runId, database, version, name, title, startedAt: phaseStartedAt, endedAt },
      phase: VALIDATE,
      number: total,
      total,
      recordsProcessed: null,
      errorsRecovered: 0,
      errorsEscalated: 0,
    };
  }
}
