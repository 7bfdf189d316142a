import { ConfitureError } from '../../errors.js';
import type { BulkTask, DiscardTask, ReplayTask, RetryTask } from '../../outbox/bulk/bulk-task.js';
import { discardableStates } from '../../outbox/bulk/bulk-task.js';
import type { JobKind } from '../../outbox/jobs/job.js';
import { type DeliveryState, isNarrow } from '../../outbox/log/delivery-filter.js';
import type { FilterText } from '../lists/filter-fields.js';
import { readFilter } from '../lists/read-filter.js';

/** A bulk action as it was asked for, checked. */
export interface BulkAction {
  readonly kind: JobKind;
  readonly task: RetryTask | DiscardTask | ReplayTask;
  /** What was written, for the log of jobs. */
  readonly filter: Readonly<Record<string, unknown>>;
  /** What a person should know before it begins. */
  readonly warnings: readonly string[];
}

export const SUCCEEDED_AGAIN =
  'Deliveries that have arrived are sent again: receivers that do not know an event by its id handle it twice.';
const RECOVER_PER_SECOND = 10;

interface RetryOptions {
  readonly includeSucceeded?: boolean | undefined;
  readonly perSecond?: number | undefined;
}

/** Puts back what has failed, unless the filter names another state. @throws FLAG_INVALID */
export function retryAction(text: FilterText, options: RetryOptions, nowMs: number): BulkAction {
  const { includeSucceeded = false, perSecond = null } = options;
  const filter = readFilter(text, nowMs);
  if (!isNarrow(filter)) throw tooWide();
  if (filter.state === 'delivered' && !includeSucceeded) throw succeededNeedsToBeNamed();
  const states = statesOf(filter.state, includeSucceeded);
  return {
    kind: 'retry',
    task: { kind: 'retry', filter, states, perSecond },
    filter: { ...text, ...(includeSucceeded && { include_succeeded: true }) },
    warnings: includeSucceeded ? [SUCCEEDED_AGAIN] : [],
  };
}

/** Puts back all that has failed, or waits, for one endpoint, a few in a second. @throws FLAG_INVALID */
export function recoverAction(
  endpoint: string,
  { since, perSecond = RECOVER_PER_SECOND }: { since?: string | undefined; perSecond?: number | undefined },
  nowMs: number,
): BulkAction {
  const text = { endpoint, ...(since !== undefined && { since }) };
  const filter = readFilter(text, nowMs);
  const states = ['failed', 'waiting'] as const;
  return { kind: 'recover', task: { kind: 'retry', filter, states, perSecond }, filter: text, warnings: [] };
}

/** Settles what waits, unless the filter names another state. @throws FLAG_INVALID */
export function discardAction(text: FilterText, nowMs: number): BulkAction {
  const filter = readFilter({ state: 'waiting', ...text }, nowMs);
  if (!isNarrow(filter)) throw tooWide();
  if (!discardableStates.some((state) => state === filter.state)) throw settledAlready(filter.state);
  return { kind: 'discard', task: { kind: 'discard', filter }, filter: { ...text }, warnings: [] };
}

/**
 * Makes deliveries for an endpoint of the events that it was not sent, of the types in `types`.
 * @throws FLAG_INVALID
 */
export function replayAction(
  endpoint: string,
  types: readonly string[],
  text: Pick<FilterText, 'type' | 'migration' | 'run' | 'since' | 'until'>,
  nowMs: number,
): BulkAction {
  const { type, migration, run, since, until } = readFilter(text, nowMs);
  const filter = {
    types,
    ...(type !== undefined && { type }),
    ...(migration !== undefined && { migration }),
    ...(run !== undefined && { run }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
  };
  if (Object.keys(text).length === 0) throw tooWide('replay');
  return {
    kind: 'replay',
    task: { kind: 'replay', filter, endpoint },
    filter: { endpoint, ...text },
    warnings: [],
  };
}

/** The task, which ends with the newest event there is. */
export function taskOf({ task }: BulkAction, lastEventId: string | null): BulkTask {
  return { ...task, lastEventId };
}

function statesOf(state: DeliveryState | undefined, includeSucceeded: boolean): readonly DeliveryState[] {
  if (state !== undefined) return [state];
  return includeSucceeded ? ['failed', 'delivered'] : ['failed'];
}

function tooWide(action = 'this'): ConfitureError {
  return new ConfitureError('FLAG_INVALID', `${action} needs a filter that says more than a state`, {
    hint: 'Name an endpoint, a type, a migration, a run, a status or a time; a dry run counts first.',
  });
}

function succeededNeedsToBeNamed(): ConfitureError {
  return new ConfitureError(
    'FLAG_INVALID',
    'deliveries that have arrived are not sent again by a filter alone',
    {
      hint: 'Say that it is meant: --include-succeeded, in a request "include_succeeded": true.',
    },
  );
}

function settledAlready(state: string | undefined): ConfitureError {
  return new ConfitureError('FLAG_INVALID', `deliveries that are ${state} cannot be discarded`, {
    hint: 'Only what waits or has failed can be discarded.',
  });
}
