import { createSetting } from '../parts/setting.js';
import type { TimeZoneChoice } from './exact-time.js';

const timeZone = createSetting<TimeZoneChoice>('confiture.zone', ['local', 'utc']);

/** The zone that exact times are told in; kept in this browser. */
export const useTimeZone = timeZone.use;
export const setTimeZone = timeZone.set;
