import type { Block, Blocker, ServerProgress } from '../../run-events.js';
import { displayText } from '../terminal/display-text.js';
import type { Theme } from '../terminal/theme.js';
import { formatDuration } from '../terminal/wording.js';

const BAR_WIDTH = 20;

/** `waits for a lock of process 42, user app, psql, idle in transaction for 12.0 s`. */
export function blockText({ by, others }: Block): string {
  const more = others === 0 ? '' : `, and of ${others} more`;
  return `waits for a lock of ${factsOf(by).map(displayText).join(', ')}${more}`;
}

function factsOf({ pid, user, application, clientAddress, state, stateMs }: Blocker): string[] {
  if (pid === 0) return ['a prepared transaction (see pg_prepared_xacts)'];
  const lasting = stateMs === null ? '' : ` for ${formatDuration(stateMs)}`;
  return [
    `process ${pid}`,
    ...(user === null ? [] : [`user ${user}`]),
    ...(application ? [application] : []),
    ...(clientAddress === null ? [] : [`from ${clientAddress}`]),
    ...(state === null ? [] : [`${state}${lasting}`]),
  ];
}

/** `██████████░░░░░░░░░░  50 %  building index: scanning table`. */
export function progressText({ phase, fraction }: ServerProgress, { glyphs }: Pick<Theme, 'glyphs'>): string {
  if (fraction === null) return displayText(phase);
  const part = Math.min(1, Math.max(0, fraction));
  const filled = Math.floor(part * BAR_WIDTH);
  const bar = glyphs.full.repeat(filled) + glyphs.empty.repeat(BAR_WIDTH - filled);
  return `${bar}  ${`${Math.floor(part * 100)} %`.padStart(5)}  ${displayText(phase)}`;
}
