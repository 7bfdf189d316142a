/** A person's request that a run follows. */
export interface RunSteering {
  readonly runId: string;
  /** Who asked for it; null where that is not known. */
  readonly actor: string | null;
  readonly reason: string | null;
  /** True where it is for all runs of the project in this environment. */
  readonly isForAll: boolean;
}

export interface RunPaused extends RunSteering {
  readonly since: Date;
  /** After this the run ends, in milliseconds. */
  readonly timeoutMs: number;
}
