import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../database/connection.js';
import type { EmitRunEvent } from '../../run-events.js';
import { type BlockRow, blockOf, blockSql } from './watch-block.js';
import { type ProgressRow, progressOf, progressSql } from './watch-progress.js';

export interface WatchOptions {
  /** The server process that is watched. */
  readonly backendPid: number;
  readonly connect: (signal: AbortSignal) => Promise<Connection>;
  readonly emit: EmitRunEvent;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const POLL_EVERY_MS = 500;

/**
 * Looks at another session from one of its own until `signal` aborts, and reports what it sees. Nothing is held open
 * between two looks. Never rejects: a run that cannot be watched goes on all the same.
 */
export async function watchSession(options: WatchOptions, signal: AbortSignal): Promise<void> {
  let session: Connection | undefined;
  const close = () => void session?.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    session = await options.connect(signal);
    await pollUntilAborted(session, options, signal);
  } catch {
    // Nothing is lost but the view.
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

async function pollUntilAborted(
  session: Connection,
  { backendPid, emit, now }: WatchOptions,
  signal: AbortSignal,
): Promise<void> {
  const sql = `${blockSql(backendPid)}; ${progressSql(backendPid, session.serverVersion)}`;
  let blockedSince: number | null = null;
  while (!signal.aborted) {
    const [blockers = [], progress = []] = await session.queryAll(sql);
    if (signal.aborted) return;
    blockedSince = blockers.length > 0 ? (blockedSince ?? now()) : null;
    const block = blockOf(blockers as BlockRow[], now() - (blockedSince ?? now()));
    emit({ type: 'migration.blocked', block });
    emit({ type: 'migration.progressed', progress: progressOf(progress as ProgressRow[]) });
    await sleep(POLL_EVERY_MS, undefined, { signal, ref: false });
  }
}
