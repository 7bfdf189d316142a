import { z } from 'zod';

/** A time as answers hold it. */
export const Time = z.iso
  .datetime({ precision: 3 })
  .meta({ description: 'RFC 3339, UTC, with milliseconds.' });
