import type { Knex } from 'knex';
import type { Connection } from '../../../database/connection.js';

let loading: Promise<Knex> | undefined;

/**
 * Rows of the own statement that `build` makes with knex, which is given no connection of its own. Loaded here only,
 * because loading it takes longer than a run with nothing to do.
 */
export async function queryBuilt<Row extends object>(
  connection: Connection,
  build: (knex: Knex) => Knex.QueryBuilder | Knex.Raw,
): Promise<Row[]> {
  loading ??= import('knex').then(({ default: makeKnex }) => makeKnex({ client: 'pg' }));
  const { sql, bindings } = build(await loading)
    .toSQL()
    .toNative();
  return connection.query<Row>(sql, bindings);
}
