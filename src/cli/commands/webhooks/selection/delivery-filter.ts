import { type Command, Option } from 'commander';
import { readMoment } from '../../../../app/lists/moment.js';
import { ConfitureError } from '../../../../errors.js';
import { checkPattern } from '../../../../events/patterns.js';
import type { DeliveryFilter, DeliveryState } from '../../../../outbox/log/delivery-filter.js';

/** Flags of the filter, as they were given. */
export interface FilterFlags {
  readonly state?: DeliveryState;
  readonly endpoint?: string;
  readonly type?: string;
  readonly status?: string;
  readonly migration?: string;
  readonly run?: string;
  readonly since?: string;
  readonly until?: string;
}

export const STATES = [
  'waiting',
  'delivered',
  'failed',
  'discarded',
] as const satisfies readonly DeliveryState[];

/** Adds the flags of the filter. `states` are those that the command takes. */
export function withDeliveryFilter(command: Command, states: readonly string[]): Command {
  return command
    .addOption(new Option('--state <state>', 'only these').choices(states))
    .option('--endpoint <name>', 'only those of this endpoint')
    .option('--type <type>', 'only events of this type, or of a pattern such as migration.*')
    .option('--status <code>', 'only those last answered with this: 404, 5xx, or none')
    .option('--migration <version>', 'only those of this migration, by version or name')
    .option('--run <id>', 'only those of this run')
    .option('--since <time>', 'settled, or waiting, since then: 30m, 24h, 7d or 2026-01-09T14:00:00Z')
    .option('--until <time>', 'settled, or waiting, until then');
}

/** Reads the flags of the filter. Throws FLAG_INVALID for a type, a status or a time that cannot be. */
export function readFilter(flags: FilterFlags, nowMs: number): DeliveryFilter {
  const { state, endpoint, type, status, migration, run, since, until } = flags;
  return {
    ...(state !== undefined && { state }),
    ...(endpoint !== undefined && { endpoint }),
    ...(type !== undefined && { type: knownPattern(type) }),
    ...(status !== undefined && { status: readStatus(status) }),
    ...(migration !== undefined && { migration }),
    ...(run !== undefined && { run }),
    ...(since !== undefined && { since: readMoment(since, nowMs) }),
    ...(until !== undefined && { until: readMoment(until, nowMs) }),
  };
}

function knownPattern(type: string): string {
  const fault = checkPattern(type);
  if (fault === undefined) return type;
  throw new ConfitureError('FLAG_INVALID', fault.message, {
    hint: '`confiture webhooks schema` lists the types; `migration.*` stands for all that begin so.',
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
