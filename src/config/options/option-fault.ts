import type { Option } from './option.js';

/** The fault of a value that a flag or a variable gives an option, without the value itself; null for a valid one. */
export function faultOf(value: unknown, { type, unit }: Option): string | null {
  if (type.kind === 'text')
    return value === '' ? 'must not be empty' : (type.faultOf?.(String(value)) ?? null);
  if (type.kind === 'boolean') return typeof value === 'boolean' ? null : 'must be true or false';
  if (type.kind === 'choice')
    return type.values.some((each) => each === value) ? null : `must be ${type.values.join(' or ')}`;
  if (type.kind !== 'wholeNumber') return null;
  const { least, most } = type;
  const isInRange = Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
  const kind = unit === undefined ? 'whole number' : `whole number of ${unit}`;
  return isInRange ? null : `must be a ${kind} from ${least} to ${most}`;
}
