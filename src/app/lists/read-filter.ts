import { ConfitureError } from '../../errors.js';
import { checkPattern } from '../../events/patterns.js';
import { type AttemptError, attemptErrors } from '../../hooks/define/attempt-facts.js';
import { type DeliveryFilter, type DeliveryState, deliveryStates } from '../../outbox/log/delivery-filter.js';
import { nearest } from '../../text/nearest.js';
import { FILTER_FIELDS, type FilterText } from './filter-fields.js';
import { readMoment } from './moment.js';

/** A filter among other flags or fields. */
export type LooseFilterText = { readonly [F in keyof FilterText]?: string | undefined };

/** What of flags or fields is a filter, without what was left out. */
export function writtenFilter(given: LooseFilterText): FilterText {
  const fields = Object.keys(FILTER_FIELDS) as (keyof FilterText)[];
  return Object.fromEntries(
    fields.map((field) => [field, given[field]]).filter(([, value]) => value !== undefined),
  );
}

/** Reads a filter. Throws FLAG_INVALID for a part that cannot be: it would choose nothing, or more than was meant. */
export function readFilter(text: FilterText, nowMs: number): DeliveryFilter {
  const { state, endpoint, type, status, error, migration, run, since, until } = text;
  return {
    ...(state !== undefined && { state: oneOf('state', state, deliveryStates) as DeliveryState }),
    ...(endpoint !== undefined && { endpoint }),
    ...(type !== undefined && { type: readPattern(type) }),
    ...(status !== undefined && { status: readStatus(status) }),
    ...(error !== undefined && { error: oneOf('error', error, attemptErrors) as AttemptError }),
    ...(migration !== undefined && { migration }),
    ...(run !== undefined && { run }),
    ...(since !== undefined && { since: readMoment(since, nowMs) }),
    ...(until !== undefined && { until: readMoment(until, nowMs) }),
  };
}

/** A type of the catalogue or a pattern of types. Throws FLAG_INVALID. */
function readPattern(type: string): string {
  const fault = checkPattern(type);
  if (fault === undefined) return type;
  throw new ConfitureError('FLAG_INVALID', fault.message, {
    hint: '`confiture webhooks schema` lists the types; `migration.*` stands for all that begin so.',
  });
}

function oneOf(field: string, text: string, valid: readonly string[]): string {
  if (valid.includes(text)) return text;
  const close = nearest(text, valid);
  throw new ConfitureError('FLAG_INVALID', `${JSON.stringify(text)} is no ${field} of deliveries`, {
    hint: close === undefined ? `Write one of ${valid.join(', ')}.` : `Did you mean ${close}?`,
  });
}

function readStatus(text: string): { from: number; to: number } | null {
  if (text === 'none') return null;
  if (/^[1-5]\d\d$/.test(text)) return { from: Number(text), to: Number(text) };
  const [, digit] = /^([1-5])xx$/i.exec(text) ?? [];
  if (digit !== undefined) return { from: Number(digit) * 100, to: Number(digit) * 100 + 99 };
  throw new ConfitureError('FLAG_INVALID', `${JSON.stringify(text)} is no HTTP status`, {
    hint: 'Write a status such as 404, a class such as 5xx, or none for attempts without an answer.',
  });
}
