import type { RunDetail } from '../../api/generated.js';
import { durationText } from '../../time/duration-text.js';

/** How many rows a batch phase had done at a moment of the database's clock, in milliseconds. */
export interface RowSample {
  readonly atMs: number;
  readonly rows: number;
}

/** The rate is that of the last half minute, so that a pause or a slower hour shows in it. */
const WINDOW_MS = 30_000;

/** Takes a sample to those before it; what is older than the window is left out. */
export function withSample(samples: readonly RowSample[], sample: RowSample): readonly RowSample[] {
  const last = samples.at(-1);
  if (last !== undefined && last.atMs >= sample.atMs) return samples;
  const kept = samples.filter(({ atMs, rows }) => sample.atMs - atMs <= WINDOW_MS && rows <= sample.rows);
  return [...kept, sample];
}

/** Null before there are two samples. */
export function rowsPerSecond(samples: readonly RowSample[]): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.atMs === first.atMs) return null;
  return ((last.rows - first.rows) * 1_000) / (last.atMs - first.atMs);
}

/** `12,000 of about 50,000 rows, 3,400 rows/s, about 11 s left`; what is not known is left out. */
export function batchText(batch: NonNullable<RunDetail['batch']>, rate: number | null): string {
  const { rows, rows_expected: expected } = batch;
  const left = expected === null ? 0 : expected - rows;
  const count = (n: number) => Math.round(n).toLocaleString('en');
  return [
    left > 0 ? `${count(rows)} of about ${count(expected ?? 0)} rows` : `${count(rows)} rows`,
    rate === null ? null : `${count(rate)} rows/s`,
    rate === null || rate < 1 || left <= 0 ? null : `about ${durationText(left / rate)} left`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}
