import { appendFileSync } from 'node:fs';

/** Notes an outcome as a line of JSON where a long sweep has asked for it (`scripts/sweep/run-sweep.mjs`). */
export function noteOutcome(outcome: object): void {
  const file = process.env.CONFITURE_SWEEP_REPORT;
  if (file) appendFileSync(file, `${JSON.stringify(outcome)}\n`);
}
