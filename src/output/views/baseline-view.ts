import { displayText } from '../terminal/display-text.js';
import { formatCount } from '../terminal/wording.js';

export interface BaselineOutcome {
  /** Migrations newly marked as applied. */
  readonly marked: number;
  /** Name of the migration the database now counts as being at. */
  readonly current: string;
}

export function baselineView({ marked, current }: BaselineOutcome): string {
  const place = `The database is at ${displayText(current)}.`;
  if (marked === 0) return `Nothing to do: all migrations up to here are marked as applied. ${place}`;
  return `Marked ${formatCount(marked, 'migration')} as applied without running any. ${place}`;
}
