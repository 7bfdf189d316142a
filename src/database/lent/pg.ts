import type { Lender, LentClient, Loan } from './lender.js';

/** A connected `pg` client, named without the types of `pg`. It is used by nothing else during a call. */
export interface PgClient {
  query: unknown;
  readonly processID?: number | null;
}

/** A pool of `pg`. */
export interface PgPool {
  connect: unknown;
  readonly totalCount: number;
  readonly options: { readonly max?: number | undefined };
}

interface PooledClient extends LentClient {
  release(destroy?: boolean): void;
}

const DEFAULT_POOL_SIZE = 10;

/** A client or a pool of the driver, as a lender. */
export function pgLender(lent: PgClient | PgPool): Lender {
  return 'totalCount' in lent ? poolLender(lent) : clientLender(lent as PgClient & LentClient);
}

function poolLender(lent: PgPool): Lender {
  const pool = lent as PgPool & { connect(): Promise<PooledClient> };
  return {
    source: 'pool',
    size: pool.options.max ?? DEFAULT_POOL_SIZE,
    async lend() {
      const client = await pool.connect();
      let isUsable = true;
      return {
        client,
        giveBack: async () => client.release(!isUsable),
        discard: () => {
          isUsable = false;
        },
      };
    },
  };
}

/** When each client is back, for all that may borrow it. */
const returned = new WeakMap<LentClient, Promise<void>>();

/** One client is lent to one borrower at a time; the next waits until it is back. */
function clientLender(client: LentClient): Lender {
  return {
    source: 'connection',
    size: 1,
    async lend() {
      const before = returned.get(client);
      let giveBack = () => {};
      returned.set(
        client,
        new Promise((resolve) => {
          giveBack = resolve;
        }),
      );
      await before;
      return { client, giveBack: async () => giveBack(), discard: () => {} } satisfies Loan;
    },
  };
}
