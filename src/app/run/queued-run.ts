import os from 'node:os';
import type { Connection } from '../../database/connection.js';
import { ConfitureError } from '../../errors.js';
import { type ClaimedRun, claimRun, endUnbegun } from '../../runner/lifecycle/run-queue/claim-run.js';
import { runEndOf } from '../../runner/lifecycle/steering/run-end.js';
import { NO_PROGRESS } from '../../runner/lifecycle/steering/run-row.js';
import type { SessionSource } from '../sessions.js';
import { withSession } from '../with-session.js';

/** A process that is told to stop has little time left. */
const END_WITHIN_MS = 5_000;

/**
 * Takes the queued run `id` for `work`, which resolves to its failure or null, and writes down its end where it did not
 * come to its first migration and so wrote none itself.
 * @throws RUN_NOT_QUEUED
 */
export async function withQueuedRun(
  sessions: SessionSource,
  signal: AbortSignal,
  id: string,
  work: (run: ClaimedRun) => Promise<ConfitureError | null>,
): Promise<void> {
  const run = await inSession(sessions, signal, (connection) =>
    claimRun(connection, id, { host: os.hostname(), pid: process.pid }),
  );
  if (run === null) throw notQueued(id);
  let failure: unknown = null;
  try {
    failure = await work(run);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    const end = runEndOf(failure, null, { ...NO_PROGRESS, waitingFor: [] });
    const timeout = AbortSignal.timeout(END_WITHIN_MS);
    await inSession(sessions, timeout, (connection) => endUnbegun(connection, id, end)).catch(() => {});
  }
}

function inSession<T>(
  sessions: SessionSource,
  signal: AbortSignal,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  return withSession(
    () => sessions.open({ signal, embeddedWaitMs: END_WITHIN_MS, applicationName: 'confiture queue' }),
    signal,
    work,
  );
}

function notQueued(id: string): ConfitureError {
  return new ConfitureError('RUN_NOT_QUEUED', `no run ${id} waits to be begun`, {
    hint: `It was cancelled, or another process has begun it: \`confiture migrate runs ${id}\` tells.`,
  });
}
