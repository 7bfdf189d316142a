import type { Connection } from '../../database/connection.js';

/** Waiting deliveries of no project, which no sender takes. */
export async function countUnassigned(connection: Connection): Promise<number> {
  const [row] = await connection.query<{ count: number }>(
    "select count(*)::integer as count from confiture.deliveries where project = '' and state = 'waiting'",
  );
  return row?.count ?? 0;
}
