import { type Lender, type LentClient, unsuitable } from './lender.js';

/** A knex instance, named without knex's types: one of another version than Confiture's serves as well. */
export interface KnexInstance {
  readonly client: unknown;
}

/** What knex's types leave open: its client, as far as its `pg` dialect is used here. */
interface KnexClient {
  readonly dialect?: string;
  /** Absent after `destroy`. */
  readonly pool?: { readonly max: number };
  acquireConnection(): Promise<PooledClient>;
  releaseConnection(connection: PooledClient): Promise<void>;
}

/** `__knex__disposed` keeps the pool from handing a client out again. */
type PooledClient = LentClient & { __knex__disposed?: unknown };

/**
 * The pool of a knex instance with client `pg`, as a lender.
 * @throws CONFIG_INVALID for another dialect.
 */
export function knexLender(knex: KnexInstance): Lender {
  const pool = knex.client as KnexClient | undefined;
  if (pool === undefined) throw unsuitable('knex', 'has no client');
  if (pool.dialect !== 'postgresql') throw unsuitable('knex', `has the dialect "${pool.dialect}"`);
  return {
    source: 'knex',
    size: pool.pool?.max ?? 1,
    async lend() {
      const client = await pool.acquireConnection();
      return {
        client,
        giveBack: () => pool.releaseConnection(client),
        discard: () => {
          client.__knex__disposed ??= 'not usable after a migration';
        },
      };
    },
  };
}
