import type { Run } from '../../api/generated.js';

/** Seconds that a run has gone on; one that died has done nothing since its last sign of life. */
export function runSeconds({
  state,
  duration_ms: ms,
  silent_ms: silentMs,
}: Pick<Run, 'state' | 'duration_ms' | 'silent_ms'>): number {
  return Math.max(ms - (state === 'abandoned' ? (silentMs ?? 0) : 0), 0) / 1_000;
}
