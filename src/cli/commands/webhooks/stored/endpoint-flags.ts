import { type Command, InvalidArgumentError } from 'commander';
import type { EndpointParts } from '../../../../app/endpoints/stored/change/check-parts.js';
import type { FlagValues } from '../../../../config/options/option-values.js';
import { formatNames, type Schedule } from '../../../../events/endpoint.js';
import { wholeNumber } from '../../../whole-number.js';

/** Parts of an endpoint as flags. */
export interface EndpointFlags extends FlagValues {
  readonly events?: readonly string[];
  readonly bodyFormat?: string;
  readonly schedule?: Schedule;
  readonly timeout?: number;
  readonly header?: Readonly<Record<string, string>>;
  readonly allowInsecure?: boolean;
}

/** Adds the flags of `EndpointFlags`. */
export function withEndpointFlags(command: Command): Command {
  return command
    .option('--events <list>', 'event types and patterns, with commas between', listOf)
    .option('--body-format <name>', `what is sent: ${formatNames.join(', ')} (default: envelope)`)
    .option(
      '--schedule <schedule>',
      'when a delivery is tried again: sensei, confiture, or delays in seconds with commas between (default: sensei)',
      scheduleOf,
    )
    .option('--timeout <ms>', 'total time for one attempt (default: 30000)', wholeNumber(1, 30_000))
    .option('--header <header>', 'a header, as "Name: value"; may be repeated', addHeader)
    .option('--allow-insecure', 'allow plain http outside environment local');
}

export function partsOf(flags: EndpointFlags): Omit<EndpointParts, 'url'> {
  const { events, bodyFormat, schedule, timeout, header, allowInsecure } = flags;
  return {
    ...(events !== undefined && { events }),
    ...(bodyFormat !== undefined && { format: bodyFormat }),
    ...(schedule !== undefined && { schedule }),
    ...(timeout !== undefined && { timeoutMs: timeout }),
    ...(header !== undefined && { headers: header }),
    ...(allowInsecure !== undefined && { allowInsecure }),
  };
}

function listOf(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

function scheduleOf(text: string): Schedule {
  if (text === 'sensei' || text === 'confiture') return text;
  const delays = text.split(',').map(Number);
  if (/^[\d.]+(?:,[\d.]+){0,99}$/.test(text) && delays.every((delay) => delay >= 0 && delay <= 31_536_000))
    return delays;
  throw new InvalidArgumentError('It must be sensei, confiture, or 1 to 100 delays in seconds.');
}

function addHeader(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const colon = text.indexOf(':');
  if (colon < 1) throw new InvalidArgumentError('It must be written as "Name: value".');
  return { ...before, [text.slice(0, colon).trim()]: text.slice(colon + 1).trim() };
}
