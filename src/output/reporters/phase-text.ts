import type { PhaseFinished, PhaseProgress, RunPhase } from '../../run-events.js';
import { displayText } from '../terminal/display-text.js';
import { formatCount, formatDuration, groupDigits } from '../terminal/wording.js';

/** `data_transfer (3 of 5)`. */
export function phaseText({ phase, number, total }: RunPhase): string {
  return `${displayText(phase)} (${number} of ${total})`;
}

/** `45,000 rows of about 1,000,000, 12,000 a second, about 1 min 20 s left`. */
export function phaseProgressText({ rows, rowsExpected, rowsPerSecond }: PhaseProgress): string {
  const perSecond = Math.round(rowsPerSecond ?? 0);
  const left = (rowsExpected ?? 0) - rows;
  return [
    formatCount(rows, 'row') + (left > 0 ? ` of about ${groupDigits(rowsExpected ?? 0)}` : ''),
    ...(perSecond > 0 ? [`${groupDigits(perSecond)} a second`] : []),
    ...(perSecond > 0 && left > 0 ? [`about ${formatDuration((left / perSecond) * 1000)} left`] : []),
  ].join(', ');
}

/** `data_transfer (3 of 5)  12.4 s   1,000,000 rows`. */
export function finishedPhaseText(finished: PhaseFinished): string {
  const { rowsAffected, durationMs } = finished;
  const rows = rowsAffected === null ? '' : `   ${formatCount(rowsAffected, 'row')}`;
  return `${phaseText(finished)}  ${formatDuration(durationMs)}${rows}`;
}
