export interface RunPhase {
  readonly migration: string;
  readonly phase: string;
  /** Place in its migration, from 1. */
  readonly number: number;
  readonly total: number;
}

export interface PhaseProgress extends RunPhase {
  readonly repetitions: number;
  /** Rows changed since the phase was first begun. */
  readonly rows: number;
  /** In this run; null before there is a measure. */
  readonly rowsPerSecond: number | null;
  /** Rows that its tables held, as an estimate; null where they are not known. */
  readonly rowsExpected: number | null;
}

export interface PhaseFinished extends RunPhase {
  readonly durationMs: number;
  /** Null where they are not known. */
  readonly rowsAffected: number | null;
}
