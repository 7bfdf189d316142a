/**
 * The states of a run, and how each follows from the facts known of it:
 *
 *   queued ──► starting, cancelled: asked for by the API, and no process has begun it yet
 *   starting ──► running ◄──► waiting            running, waiting ──► pausing ──► paused ──► running
 *      any of them ──► cancelling ──► cancelled         running ──► completed, failed
 *      any of them ──► abandoned: no sign of life, and its session is gone
 *
 * `completed`, `failed`, `cancelled` and `abandoned` are final; a new run goes on where such a run ended.
 */
export const RUN_STATES = [
  'queued',
  'starting',
  'running',
  'waiting',
  'pausing',
  'paused',
  'cancelling',
  'cancelled',
  'completed',
  'failed',
  'abandoned',
] as const;

export type RunState = (typeof RUN_STATES)[number];

export type RunOutcome = 'completed' | 'failed' | 'cancelled';

/** What the state of a run follows from. */
export interface RunFacts {
  /** How it ended; null while it has not said so. */
  readonly outcome: RunOutcome | null;
  /** True where the API was asked for it and no process has taken it. */
  readonly isQueued: boolean;
  /** True where the server has no session of the run any more. */
  readonly isSessionGone: boolean;
  /** Time since the last heartbeat by the server's clock, in milliseconds. */
  readonly silentMs: number;
  /** True once its first migration has begun. */
  readonly hasBegun: boolean;
  /** True while anything but a person keeps it from going on. */
  readonly isWaiting: boolean;
  /** True while it stands still at a safe point because of a pause. */
  readonly isPaused: boolean;
  /** The request that has not been done yet. */
  readonly asked: { readonly pause: boolean; readonly cancel: boolean };
}

/** How often a run says that it is alive. */
export const HEARTBEAT_MS = 5_000;

/** A run that lost its session asks for the outcome over another one, and says so within this time. */
const SILENCE_MS = 3 * HEARTBEAT_MS;

/** A process that is started has taken its run by then, on a machine that is busy too. */
const QUEUED_FOR_MS = 60_000;

/** A request to cancel counts before a pause, and a person's wish before what the run waits for. */
export function runStateOf(facts: RunFacts): RunState {
  const { outcome, asked } = facts;
  if (outcome !== null) return outcome;
  if (facts.isQueued) return facts.silentMs > QUEUED_FOR_MS ? 'abandoned' : 'queued';
  if (facts.isSessionGone && facts.silentMs > SILENCE_MS) return 'abandoned';
  if (asked.cancel) return 'cancelling';
  if (facts.isPaused) return 'paused';
  if (asked.pause) return 'pausing';
  if (facts.isWaiting) return 'waiting';
  return facts.hasBegun ? 'running' : 'starting';
}

const FINAL: ReadonlySet<RunState> = new Set(['cancelled', 'completed', 'failed', 'abandoned']);

/** True where a run of this state will never do anything again. */
export function isFinal(state: RunState): boolean {
  return FINAL.has(state);
}
