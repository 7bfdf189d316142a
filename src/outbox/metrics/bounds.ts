/** Bounds of the durations that are counted, in seconds; each count holds those of the bounds below it. */
export const ATTEMPT_BOUNDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;
export const MIGRATION_BOUNDS = [0.1, 0.5, 1, 5, 30, 60, 300, 1800, 7200] as const;

/** SQL for the counts of a group of rows within each bound, as an array. */
export function withinSql(seconds: string, bounds: readonly number[]): string {
  return `array[${bounds.map((bound) => `count(*) filter (where ${seconds} <= ${bound})`).join(', ')}]`;
}
