import type {
  Block,
  MigrationFailed,
  MigrationFinished,
  PhaseProgress,
  RunListeners,
  ServerProgress,
} from '../../run-events.js';
import { displayForeign, displayText } from '../terminal/display-text.js';
import { displayWidth, padToWidth } from '../terminal/display-width.js';
import type { Printer } from '../terminal/printer.js';
import { formatCount, formatDuration } from '../terminal/wording.js';
import { blockText, progressText } from './activity-text.js';
import { finishedPhaseText, phaseProgressText, phaseText } from './phase-text.js';
import { planText } from './text-messages.js';

const DURATION_WIDTH = 8;

/** Between two lines about one batch phase where there is no live line. */
const SAY_EVERY_MS = 10_000;

/**
 * One lasting line a migration, and the live line of the one that is running. Where there is no live line, a wait
 * for a lock is said once a migration and blocker: between two tries the wait is over for a moment.
 */
export function migrationLines(
  { live, isLive, out, err, shows }: Printer,
  nowMs: () => number,
): RunListeners {
  let nameWidth = 0;
  let titles: ReadonlyMap<string, string> = new Map();
  let running = '';
  let block: Block | null = null;
  let progress: ServerProgress | null = null;
  let said = '';
  let phase = '';
  let batch: PhaseProgress | null = null;
  let saidMs = 0;
  const activity = () => {
    if (block) return `  ${blockText(block)}`;
    if (batch) return `  ${phaseProgressText(batch)}`;
    return progress ? `  ${progressText(progress, out.theme)}` : '';
  };
  const labels = new Map<string, string>();
  const labelOf = (name: string) => {
    const title = titles.get(name);
    const label =
      labels.get(name) ??
      (title === undefined ? displayText(name) : `${displayText(name)}: ${displayForeign(title)}`);
    labels.set(name, label);
    return label;
  };
  const aligned = (name: string, durationMs: number) => {
    const shown = labelOf(name);
    nameWidth = Math.max(nameWidth, displayWidth(shown));
    return `${padToWidth(shown, nameWidth)}  ${padToWidth(formatDuration(durationMs), DURATION_WIDTH, 'right')}`;
  };
  return {
    'run.planned'(plan) {
      live.hide();
      titles = plan.titles ?? titles;
      labels.clear();
      for (const name of plan.names ?? []) nameWidth = Math.max(nameWidth, displayWidth(labelOf(name)));
      if (plan.pending > 0 && shows('normal')) out.line(planText(plan));
    },
    'migration.started'({ name, index, total }) {
      const startedMs = nowMs();
      const shown = labelOf(name);
      running = name;
      block = null;
      progress = null;
      phase = '';
      batch = null;
      live.show((frame) => {
        const elapsed = formatDuration(nowMs() - startedMs);
        return `${frame} ${shown}${phase}  ${elapsed}  (${index} of ${total})${activity()}`;
      });
    },
    'migration.finished'(finished) {
      live.hide();
      if (!shows('normal')) return;
      const mark = out.theme.paint('good', out.theme.glyphs.done);
      out.line(`${mark} ${aligned(finished.name, finished.durationMs)}${outcome(finished)}`);
    },
    'migration.failed'(failed) {
      live.hide();
      const mark = err.theme.paint('bad', err.theme.glyphs.failed);
      err.line(`${mark} ${aligned(failed.name, failed.durationMs)}   ${endOf(failed)}`);
    },
    'migration.blocked'({ block: given }) {
      block = given;
      if (given === null || isLive || !shows('normal')) return;
      const key = `${running} ${given.by.pid}`;
      if (key === said) return;
      said = key;
      out.line(`${displayText(running)} ${blockText(given)}`);
    },
    'phase.started'(started) {
      phase = `  ${phaseText(started)}`;
      batch = null;
      saidMs = nowMs();
    },
    'phase.progressed'(given) {
      batch = given;
      if (isLive || !shows('normal') || nowMs() - saidMs < SAY_EVERY_MS) return;
      saidMs = nowMs();
      out.line(`${displayText(given.migration)}  ${phaseText(given)}  ${phaseProgressText(given)}`);
    },
    'phase.finished'(finished) {
      batch = null;
      if (shows('normal')) out.line(`  ${finishedPhaseText(finished)}`);
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

function endOf({ isUnknown = false, isStopped = false }: MigrationFailed): string {
  if (isUnknown) return 'outcome unknown';
  return isStopped ? 'stopped' : 'failed';
}
