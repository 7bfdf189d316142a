import type { Run } from '../../api/generated.js';
import { durationText } from '../../time/duration-text.js';

type Timed = Pick<Run, 'state' | 'duration_ms' | 'silent_ms'>;

/** Seconds that a run has gone on; one that died has done nothing since its last sign of life. */
function runSeconds({ state, duration_ms: ms, silent_ms: silentMs }: Timed): number {
  return Math.max(ms - (state === 'abandoned' ? (silentMs ?? 0) : 0), 0) / 1_000;
}

/** How long a run took, or has gone on; of one that died before its first sign of life that is not known. */
export function runTimeText(run: Timed): string {
  const seconds = runSeconds(run);
  return run.state === 'abandoned' && seconds === 0 ? '–' : durationText(seconds);
}
