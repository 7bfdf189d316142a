/** A question to the database whose answer holds a run. */
export interface PauseConditionConfig {
  /** Named while it holds the run; default `pauseWhen`. */
  readonly name?: string;
  /** One query, whose first value decides: true, or more than 0, holds the run. */
  readonly sql: string;
}

/** One or several, as a list; each of them is enough to hold the run. */
export function conditionsOf(
  written: PauseConditionConfig | readonly PauseConditionConfig[] | null,
): readonly Required<PauseConditionConfig>[] {
  const all = written === null ? [] : [written].flat();
  return all.map(({ name, sql }, index) => {
    const number = all.length > 1 ? ` ${index + 1} of ${all.length}` : '';
    return { name: name ?? `pauseWhen${number}`, sql };
  });
}
