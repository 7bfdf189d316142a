import type { Direction } from '../../../run-events.js';
import { momentText } from '../../../text/moment.js';
import { displayForeign, displayText } from '../../terminal/display-text.js';
import type { Style, Theme } from '../../terminal/theme.js';
import { formatCount, formatDuration } from '../../terminal/wording.js';
import { fact } from '../fact.js';

/** A run as people are shown it; `next` is the command to type next. */
export interface ShownRun {
  readonly id: string;
  readonly state: string;
  readonly direction: Direction;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly silentMs: number | null;
  readonly actor: string;
  readonly reason: string | null;
  readonly errorCode: string | null;
  readonly host: string;
  readonly processId: number;
  readonly commit: string | null;
  readonly link: string | null;
  readonly total: number | null;
  readonly done: number;
  readonly migration: string | null;
  readonly phase: string | null;
  readonly rows: number | null;
  readonly waitingFor: readonly { readonly kind: string; readonly detail: string }[];
  readonly pause: {
    readonly actor: string;
    readonly reason: string | null;
    readonly isForAll: boolean;
    readonly since: Date | null;
  } | null;
  readonly continues: string | null;
  readonly next: string | null;
}

export const STATE_STYLES: Readonly<Record<string, Style>> = {
  completed: 'good',
  failed: 'bad',
  abandoned: 'bad',
  paused: 'caution',
  pausing: 'caution',
  waiting: 'caution',
  cancelling: 'caution',
  cancelled: 'faint',
};

/** After this a run that should say that it is alive every 5 s is shown with how long it has not. */
const SILENT_MS = 15_000;

/** One run with all that is known of it. */
export function runView(run: ShownRun, theme: Theme): string {
  const { pause } = run;
  const state = theme.paint(STATE_STYLES[run.state] ?? 'accent', run.state);
  const alive =
    run.silentMs !== null && run.silentMs > SILENT_MS
      ? `no sign of life for ${formatDuration(run.silentMs)}`
      : undefined;
  return [
    `${theme.paint('strong', displayText(run.id))}  ${run.direction}  ${state}`,
    ...fact('Progress', progressText(run), theme),
    ...run.waitingFor.flatMap(({ kind, detail }) => fact('Waits for', waitText(kind, detail), theme)),
    ...(pause ? fact(pause.since ? 'Paused' : 'Pauses at the next safe point', pauseText(pause), theme) : []),
    ...fact('Started', `${momentText(run.startedAt)}, ${formatDuration(run.durationMs)}`, theme),
    ...fact('By', `${displayText(run.actor)} (process ${run.processId} on ${displayText(run.host)})`, theme),
    ...fact('Commit', run.commit ?? undefined, theme),
    ...fact('Job', run.link === null ? undefined : displayText(run.link), theme),
    ...fact('Ended with', run.errorCode ?? undefined, theme),
    ...fact('Reason', run.reason === null ? undefined : displayForeign(run.reason), theme),
    ...fact('Goes on from', run.continues ?? undefined, theme),
    ...fact('Silent', alive, theme),
    ...fact('Next', run.next === null ? undefined : `\`${run.next}\``, theme),
  ].join('\n');
}

/** One line for a log that follows a run. */
export function runLine(run: ShownRun): string {
  const waits = run.waitingFor.map(({ kind, detail }) => `, waits for ${waitText(kind, detail)}`).join('');
  const pause = run.pause ? `, ${pauseText(run.pause)}` : '';
  return `${run.state}: ${progressText(run)}${waits}${pause}`;
}

/** `2 of 3 done, 003_orders, phase fill, 5,000 rows` */
export function progressText({ done, total, migration, phase, rows }: ShownRun): string {
  return [
    total === null ? 'nothing planned yet' : `${done} of ${total} done`,
    ...(migration === null || done === total ? [] : [displayText(migration)]),
    ...(phase === null ? [] : [`phase ${displayText(phase)}`]),
    ...(rows === null ? [] : [formatCount(rows, 'row')]),
  ].join(', ');
}

function waitText(kind: string, detail: string): string {
  const what: Readonly<Record<string, string>> = {
    lock: 'the migration lock, held by ',
    approval: 'approval: ',
    pause_when: '',
  };
  return `${what[kind] ?? ''}${displayForeign(detail)}`;
}

function pauseText({ actor, reason, isForAll, since }: NonNullable<ShownRun['pause']>): string {
  const all = isForAll ? ', with all runs' : '';
  const from = since === null ? '' : ` since ${momentText(since)}`;
  return `by ${displayText(actor)}${all}${from}${reason === null ? '' : `: ${displayForeign(reason)}`}`;
}
