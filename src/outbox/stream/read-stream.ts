import type { Connection } from '../../database/connection.js';
import type { ConfitureEvent } from '../../events/event.js';
import type { Scope } from '../../storage/scope.js';

/** An event and its place in the order of its scope. */
export interface PositionedEvent {
  readonly position: number;
  readonly event: ConfitureEvent;
}

/** The events of a scope after `position`, in their order, up to `limit`. Those that retention removed are not there. */
export async function readStream(
  connection: Connection,
  { project, environment }: Scope,
  position: number,
  limit: number,
): Promise<PositionedEvent[]> {
  const rows = await connection.query<{ position: string; event: ConfitureEvent }>(
    `select e.position::text as position, e.body as event from confiture.events e
     where e.project = $1 and e.environment = $2 and e.position > $3 order by e.position limit $4`,
    [project, environment, position, limit],
  );
  return rows.map((row) => ({ position: Number(row.position), event: row.event }));
}

/** The newest position of a scope; 0 where it has none. */
export async function lastPosition(connection: Connection, { project, environment }: Scope): Promise<number> {
  const [row] = await connection.query<{ last: string }>(
    `select last_position::text as last from confiture.event_streams where project = $1 and environment = $2`,
    [project, environment],
  );
  return Number(row?.last ?? 0);
}
