import type { Connection } from '../../database/connection.js';
import { readMoment } from './moment.js';

/** Texts of a request: a time, or how long ago (`24h`). */
export interface WrittenPeriod {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/**
 * The moments that they mean, by the clock of the database, which has written the times of the rows too.
 * @throws FLAG_INVALID
 */
export async function readPeriod(
  connection: Connection,
  { since, until }: WrittenPeriod,
): Promise<{ since?: Date; until?: Date }> {
  if (since === undefined && until === undefined) return {};
  const [row] = await connection.query<{ now: Date }>('select clock_timestamp() as now');
  const nowMs = row?.now.getTime() ?? Number.NaN;
  return {
    ...(since !== undefined && { since: readMoment(since, nowMs) }),
    ...(until !== undefined && { until: readMoment(until, nowMs) }),
  };
}
