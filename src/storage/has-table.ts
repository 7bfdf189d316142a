import type { Connection } from '../database/connection.js';

/** A table of schema `confiture`. */
type OwnTable = `confiture.${string}`;

/** True where the table is there: an older version has made fewer of them, and reading makes none. */
export async function hasTable(connection: Connection, table: OwnTable): Promise<boolean> {
  const [row] = await connection.query<{ found: boolean }>(
    `select to_regclass('${table}') is not null as found`,
  );
  return row?.found ?? false;
}
