import { present } from './present.js';
import type { Printer } from './printer.js';
import type { DatabaseWait, LockHolder, LockWait, Reporter } from './reporter.js';
import { formatCount, formatDuration } from './wording.js';

/**
 * Waits are live where there is a live line. Elsewhere they are said once, and again when the lock has gone
 * to another holder: a log is not filled with the polls of one wait.
 */
export function waitingLines({
  live,
  isLive,
  out,
  shows,
}: Printer): Pick<Reporter, 'databaseWaiting' | 'lockWaiting' | 'draining'> {
  const speaks = !isLive && shows('normal');
  let saidPid: number | null | undefined;
  let saidDraining = false;
  let saidKind: DatabaseWait['kind'] = 'opening';
  return {
    databaseWaiting({ kind, directory }) {
      const text = `${DATABASE_WAITS[kind]} ${present(directory)}`;
      live.show((frame) => `${frame} ${text}`);
      if (kind === 'opening' || kind === saidKind || !speaks) return;
      saidKind = kind;
      out.line(text);
    },
    lockWaiting(wait) {
      const text = lockText(wait.holder);
      live.show((frame) => `${frame} ${text}  ${progress(wait)}`);
      const pid = wait.holder?.pid ?? null;
      if (pid === saidPid || !speaks) return;
      saidPid = pid;
      out.line(`${text} (for at most ${formatDuration(wait.timeoutMs)})`);
    },
    draining({ pending, budgetMs }) {
      if (pending === 0) return live.hide();
      const deliveries = formatCount(pending, 'webhook delivery', 'webhook deliveries');
      const text = `Sending ${deliveries}, for at most ${formatDuration(budgetMs)}`;
      live.show((frame) => `${frame} ${text}`);
      if (speaks && !saidDraining) out.line(text);
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
  return `Waiting for another run to end: the migration lock is held by ${facts.map(present).join(', ')}`;
}
