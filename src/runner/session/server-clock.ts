import type { Connection } from '../../database/connection.js';
import { quoteLiteral } from '../../database/quote.js';

/** The server's time as SQL text, so that durations never mix two clocks. */
export async function serverClock(connection: Connection): Promise<string> {
  const [row] = await connection.query<{ now: string }>('select clock_timestamp()::text as now');
  return `${quoteLiteral(row?.now ?? 'now')}::pg_catalog.timestamptz`;
}
