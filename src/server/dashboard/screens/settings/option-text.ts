import type { ServerSettings } from '../../api/generated.js';
import { durationText } from '../../time/duration-text.js';

type Value = ServerSettings['options'][number]['value'];

/** Value of an option as it is written in the config file; milliseconds also as a person reads them. */
export function optionText(key: string, value: Value): string {
  if (value === null) return '–';
  if (Array.isArray(value)) return value.join(', ') || '–';
  const isDuration = typeof value === 'number' && value > 0 && key.endsWith('Ms');
  return isDuration ? `${value} (${durationText(value / 1000)})` : String(value);
}
