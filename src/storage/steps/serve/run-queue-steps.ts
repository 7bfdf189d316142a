/**
 * Runs that the API was asked for. Such a row is there before the run: the server that was asked writes it, the process
 * of the run takes it (`claimed_at`) and then writes it as any run does.
 */
export const runQueueSteps: readonly string[] = [
  `
  alter table confiture.runs
    add column queued_at timestamptz,
    add column claimed_at timestamptz,
    add column target text`,
];
