import type { Connection } from '../../database/connection.js';

/** What tells a database from every other one, however it is reached. */
export interface DatabaseIdentity {
  readonly name: string;
  /** Given to a cluster of databases when it is made; null where the role may not read it. */
  readonly systemIdentifier: string | null;
  /** Of the database in its cluster; null with it. */
  readonly oid: string | null;
}

/**
 * Reads the identity. The embedded database has none of its own, and a plan of it can be made before it is there. Managed
 * servers may keep the cluster's to themselves; then the name has to do. The right to it is asked for first: a statement
 * that names the function fails without it, even where it never calls it.
 */
export async function readIdentity(connection: Connection, name: string): Promise<DatabaseIdentity> {
  if (connection.kind === 'embedded') return { name, systemIdentifier: null, oid: null };
  const [known] = await connection.query<{ oid: string; readable: boolean }>(
    `select d.oid::text as oid, has_function_privilege('pg_control_system()', 'execute') as readable
      from pg_database d where d.datname = current_database()`,
  );
  if (!known?.readable) return { name, systemIdentifier: null, oid: null };
  const [system] = await connection.query<{ id: string }>(
    'select system_identifier::text as id from pg_control_system()',
  );
  return system === undefined
    ? { name, systemIdentifier: null, oid: null }
    : { name, systemIdentifier: system.id, oid: known.oid };
}

/** The part of an identity that two databases never share: the name counts only where there is nothing else. */
export function identifyingPart({ systemIdentifier, oid, name }: DatabaseIdentity): object {
  return systemIdentifier === null ? { name } : { systemIdentifier, oid };
}
