export interface RunHold {
  /** What holds the run: the names of conditions, or why one could not be asked. Masked. */
  readonly reasons: readonly string[];
  readonly since: Date;
}
