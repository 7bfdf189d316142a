import { exactTime, type TimeZoneChoice } from '../../time/exact-time.js';

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A value of an entry as text: a list with commas, a moment as all moments of the page. */
export function valueText(value: unknown, zone: TimeZoneChoice): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'string') return MOMENT.test(value) ? exactTime(Date.parse(value), zone) : value;
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) return JSON.stringify(value);
  return value.length === 0 ? 'none' : value.join(', ');
}
