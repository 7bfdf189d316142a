import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../database/connection.js';
import { findRun } from '../../runner/lifecycle/run-log/find-run.js';
import type { StoredRun } from '../../runner/lifecycle/run-log/stored-run.js';
import {
  cancelBackend,
  type NewRequest,
  requestOfRun,
} from '../../runner/lifecycle/steering/request-steering.js';
import { isFinal, type RunState } from '../../runner/lifecycle/steering/run-state.js';
import type { SteeringVerb } from '../../runner/lifecycle/steering/steering-requests.js';
import type { Scope } from '../../storage/scope.js';

/** A request, and what became of it in the first moments. */
export interface SteeringResult {
  readonly verb: SteeringVerb;
  /** Null for all runs. */
  readonly run: StoredRun | null;
  /** True where the same was asked for already; nothing was added. */
  readonly isRepeated: boolean;
}

/** Who asks over which session, and until when it is worth waiting. */
export interface AskingSession {
  readonly connection: Connection;
  readonly scope: Scope;
  readonly signal: AbortSignal;
}

const POLL_EVERY_MS = 100;
/** A run that answers has noticed a request by then, or is in the middle of something long. */
const ANSWERS_WITHIN_MS = 3_000;

/**
 * Asks one run, without `id` the one that goes on, and waits a moment for it to follow. One that does not follow a
 * cancel has its statement cancelled by the server.
 * @throws RUN_UNKNOWN, STEERING_REFUSED
 */
export async function askRun(
  { connection, scope, signal }: AskingSession,
  id: string | null,
  request: NewRequest,
): Promise<SteeringResult> {
  const { verb } = request;
  const { isRepeated, run } = await requestOfRun(connection, scope, id, request);
  if (run === null) return { verb, isRepeated, run };
  const poll = () => findRun(connection, scope, run.id);
  const seen = await waitFor(poll, DONE[verb], signal);
  if (verb !== 'cancel' || isFinal(seen.state)) return { verb, isRepeated, run: seen };
  await cancelBackend(connection, seen);
  return { verb, isRepeated, run: await waitFor(poll, DONE[verb], signal) };
}

/** What a run that has followed a request is seen to be. */
const DONE: Readonly<Record<SteeringVerb, (state: RunState) => boolean>> = {
  pause: (state) => state === 'paused' || isFinal(state),
  resume: (state) => state !== 'paused' && state !== 'pausing',
  cancel: isFinal,
};

async function waitFor(
  poll: () => Promise<StoredRun>,
  isDone: (state: RunState) => boolean,
  signal: AbortSignal,
): Promise<StoredRun> {
  const polls = ANSWERS_WITHIN_MS / POLL_EVERY_MS;
  for (let n = 0; ; n += 1) {
    const run = await poll();
    if (isDone(run.state) || n >= polls) return run;
    await sleep(POLL_EVERY_MS, undefined, { signal });
  }
}
