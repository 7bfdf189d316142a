import type {
  DatabaseWait,
  Drain,
  LockHolder,
  LockWait,
  RunListeners,
  RunPaused,
  RunSteering,
} from '../../run-events.js';
import { displayForeign, displayText } from '../terminal/display-text.js';
import type { Printer } from '../terminal/printer.js';
import { formatCount, formatDuration } from '../terminal/wording.js';

/**
 * Waits are live where there is a live line. Elsewhere they are said once, and again when the lock has gone
 * to another holder: a log is not filled with the polls of one wait.
 */
export function waitingLines({ live, isLive, out, shows }: Printer, nowMs: () => number): RunListeners {
  const speaks = !isLive && shows('normal');
  let saidPid: number | null | undefined;
  let saidDraining = false;
  let heldSinceMs: number | null = null;
  let saidKind: DatabaseWait['kind'] = 'opening';
  return {
    'database.waiting'({ kind, directory }) {
      const text = `${DATABASE_WAITS[kind]} ${displayText(directory)}`;
      live.show((frame) => `${frame} ${text}`);
      if (kind === 'opening' || kind === saidKind || !speaks) return;
      saidKind = kind;
      out.line(text);
    },
    'lock.waiting'(wait) {
      const text = lockText(wait.holder);
      live.show((frame) => `${frame} ${text}  ${progress(wait)}`);
      const pid = wait.holder?.pid ?? null;
      if (pid === saidPid || !speaks) return;
      saidPid = pid;
      out.line(`${text} (for at most ${formatDuration(wait.timeoutMs)})`);
    },
    'run.paused'(pause) {
      const text = pausedText(pause);
      const startedMs = nowMs();
      live.show((frame) => `${frame} ${text}  ${formatDuration(nowMs() - startedMs)}`);
      if (speaks) out.line(text);
    },
    'run.resumed'(request) {
      live.hide();
      out.line(`Goes on, resumed by ${whoText(request)}`);
    },
    'run.held'({ reasons }) {
      const text = heldText(reasons);
      heldSinceMs ??= nowMs();
      const startedMs = heldSinceMs;
      live.show((frame) => `${frame} ${text}  ${formatDuration(nowMs() - startedMs)}`);
      if (speaks) out.line(text);
    },
    'run.released'({ heldMs }) {
      live.hide();
      heldSinceMs = null;
      if (shows('normal')) out.line(`Goes on after ${formatDuration(heldMs)}`);
    },
    'deliveries.draining'(drain) {
      if (drain.pending === 0) return live.hide();
      const startedMs = nowMs();
      live.show((frame) => `${frame} ${drainText(drain, nowMs() - startedMs)}${LEAVE}`);
      if (speaks && !saidDraining) out.line(`${drainText(drain, 0)}${LEAVE}`);
      saidDraining = true;
    },
  };
}

/** Opening takes a moment that only a terminal is told of. */
const DATABASE_WAITS: Readonly<Record<DatabaseWait['kind'], string>> = {
  'in-use': 'Waiting for another process to close the embedded database',
  making: 'Making the embedded database, which takes some seconds:',
  opening: 'Opening the embedded database',
};

/** `Paused by ada@laptop: peak hours. Goes on with …` */
function pausedText(pause: RunPaused): string {
  const resume = `\`confiture migrate resume ${pause.isForAll ? '--all' : displayText(pause.runId)}\``;
  return `Paused at ${pause.since.toISOString().slice(11, 19)} UTC by ${whoText(pause)}. It goes on with ${resume}, and ends after ${formatDuration(pause.timeoutMs)}.`;
}

/** `Held by replica lag. It is asked again every second; Ctrl-C stops the run.` */
function heldText(reasons: readonly string[]): string {
  return `Held by ${reasons.map(displayForeign).join('; ')}. This is asked again every second; Ctrl-C stops the run`;
}

function whoText({ actor, reason }: RunSteering): string {
  return `${actor === null ? 'a request' : displayText(actor)}${reason === null ? '' : ` (${displayForeign(reason)})`}`;
}

const LEAVE = '; Ctrl-C leaves them for later';

/** `Sending 3 webhook deliveries to audit (2), pager (1), for at most 9.2 s` */
function drainText({ pending, drainTimeoutMs, waitingFor }: Drain, goneMs: number): string {
  const endpoints = waitingFor?.() ?? [];
  const count = waitingFor ? endpoints.reduce((sum, each) => sum + each.count, 0) : pending;
  const names = endpoints.map((each) => `${displayText(each.endpoint)} (${each.count})`).join(', ');
  const to = names === '' ? '' : ` to ${names}`;
  const leftMs = Math.max(0, drainTimeoutMs - goneMs);
  return `Sending ${formatCount(count, 'webhook delivery', 'webhook deliveries')}${to}, for at most ${formatDuration(leftMs)}`;
}

function progress({ waitedMs, timeoutMs }: LockWait): string {
  return `${formatDuration(waitedMs)} of ${formatDuration(timeoutMs)}`;
}

function lockText(holder: LockHolder | null): string {
  if (holder === null) return 'Waiting for another run to end';
  const facts = [
    `process ${holder.pid}`,
    ...(holder.user === null ? [] : [`user ${holder.user}`]),
    ...(holder.application ? [holder.application] : []),
    ...(holder.clientAddress === null ? [] : [`from ${holder.clientAddress}`]),
    ...(holder.since === null ? [] : [`since ${holder.since.toISOString()}`]),
  ];
  return `Waiting for another run to end: the migration lock is held by ${facts.map(displayText).join(', ')}`;
}
