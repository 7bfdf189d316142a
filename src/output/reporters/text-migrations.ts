import type { Block, MigrationFinished, RunListeners, ServerProgress } from '../../run-events.js';
import { displayText } from '../terminal/display-text.js';
import { displayWidth, padToWidth } from '../terminal/display-width.js';
import type { Printer } from '../terminal/printer.js';
import { formatCount, formatDuration } from '../terminal/wording.js';
import { blockText, progressText } from './activity-text.js';
import { planText } from './text-messages.js';

const DURATION_WIDTH = 8;

/**
 * One lasting line a migration, and the live line of the one that is running. Where there is no live line, a wait
 * for a lock is said once a migration and blocker: between two tries the wait is over for a moment.
 */
export function migrationLines(
  { live, isLive, out, err, shows }: Printer,
  nowMs: () => number,
): RunListeners {
  let nameWidth = 0;
  let running = '';
  let block: Block | null = null;
  let progress: ServerProgress | null = null;
  let said = '';
  const activity = () => {
    if (block) return `  ${blockText(block)}`;
    return progress ? `  ${progressText(progress, out.theme)}` : '';
  };
  const aligned = (name: string, durationMs: number) => {
    const shown = displayText(name);
    nameWidth = Math.max(nameWidth, displayWidth(shown));
    return `${padToWidth(shown, nameWidth)}  ${padToWidth(formatDuration(durationMs), DURATION_WIDTH, 'right')}`;
  };
  return {
    'run.planned'(plan) {
      live.hide();
      for (const name of plan.names ?? []) nameWidth = Math.max(nameWidth, displayWidth(displayText(name)));
      if (plan.pending > 0 && shows('normal')) out.line(planText(plan));
    },
    'migration.started'({ name, index, total }) {
      const startedMs = nowMs();
      const shown = displayText(name);
      running = shown;
      block = null;
      progress = null;
      live.show((frame) => {
        const elapsed = formatDuration(nowMs() - startedMs);
        return `${frame} ${shown}  ${elapsed}  (${index} of ${total})${activity()}`;
      });
    },
    'migration.finished'(finished) {
      live.hide();
      if (!shows('normal')) return;
      const mark = out.theme.paint('good', out.theme.glyphs.done);
      out.line(`${mark} ${aligned(finished.name, finished.durationMs)}${outcome(finished)}`);
    },
    'migration.failed'({ name, durationMs, isUnknown = false }) {
      live.hide();
      err.line(
        `${err.theme.paint('bad', err.theme.glyphs.failed)} ${aligned(name, durationMs)}   ${isUnknown ? 'outcome unknown' : 'failed'}`,
      );
    },
    'migration.blocked'({ block: given }) {
      block = given;
      if (given === null || isLive || !shows('normal')) return;
      const key = `${running} ${given.by.pid}`;
      if (key === said) return;
      said = key;
      out.line(`${running} ${blockText(given)}`);
    },
    'migration.progressed'({ progress: given }) {
      progress = given;
    },
  };
}

function outcome({ rowsAffected, direction }: MigrationFinished): string {
  const rows = rowsAffected === null ? '' : `   ${formatCount(rowsAffected, 'row')}`;
  return direction === 'down' ? `${rows}   rolled back` : rows;
}
