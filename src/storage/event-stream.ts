import type { Connection } from '../database/connection.js';
import type { Scope } from './scope.js';

/** True where `serve` has been started for the scope: all of its events are kept. The tables must be up to date. */
export async function keepsAllEvents(
  connection: Connection,
  { project, environment }: Scope,
): Promise<boolean> {
  const rows = await connection.query(
    'select from confiture.event_streams where project = $1 and environment = $2',
    [project, environment],
  );
  return rows.length > 0;
}

/** Has all events of the scope be kept from now on; runs that go on already learn of it when they are started anew. */
export async function keepAllEvents(connection: Connection, { project, environment }: Scope): Promise<void> {
  await connection.query(
    'insert into confiture.event_streams (project, environment) values ($1, $2) on conflict do nothing',
    [project, environment],
  );
}
