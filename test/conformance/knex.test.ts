import knex, { type Knex } from 'knex';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { knexLender } from '../../src/database/lent/knex.js';
import { openLentSession } from '../../src/database/lent/lender.js';
import { describeConnection } from './describe-connection.js';
import { describeReachableSession } from './describe-server.js';

let pool: Knex;
beforeAll(() => {
  pool = createPool();
});
afterAll(() => pool.destroy());

function createPool(settings: Knex.Config = {}): Knex {
  return knex({
    client: 'pg',
    connection: `${inject('postgresUrl')}/postgres`,
    pool: { min: 0, max: 4 },
    log: { warn: () => {} },
    ...settings,
  });
}

const open = () => openLentSession(knexLender(pool));
const secret = () => new URL(inject('postgresUrl')).password;

describeConnection('a connection of knex', async () => ({ open, secret: secret() }));
describeReachableSession('a session of knex', open);

it('gives the pool its connection back as it was', async () => {
  const own = createPool({ searchPath: ['pg_temp', 'information_schema'], pool: { min: 1, max: 1 } });
  try {
    const facts = () =>
      own
        .raw<{ rows: object[] }>(
          "select pg_backend_pid() as pid, current_setting('search_path') as path, current_setting('lock_timeout') as wait",
        )
        .then(({ rows }) => rows[0]);
    const before = await facts();
    const connection = await openLentSession(knexLender(own));
    expect(await connection.queryUnbound("select current_setting('search_path') as path")).toEqual([
      [{ path: '"$user", public' }],
    ]);
    await connection.run(
      'set lock_timeout = 123; begin; create table unfinished (); select pg_advisory_lock(4712)',
    );
    await connection.close();
    expect(await facts()).toEqual(before);
    const { rows } = await own.raw<{ rows: object[] }>(
      "select to_regclass('public.unfinished') as t, (select count(*)::int from pg_locks where objid = 4712) as n",
    );
    expect(rows).toEqual([{ t: null, n: 0 }]);
  } finally {
    await own.destroy();
  }
});

it('leaves no listener on a connection it gave back', async () => {
  const own = createPool({ pool: { min: 1, max: 1 } });
  try {
    const client = await own.client.acquireConnection();
    const count = () => [
      client.listenerCount('notice'),
      client.listenerCount('error'),
      client.listenerCount('end'),
    ];
    const before = count();
    await own.client.releaseConnection(client);
    const connection = await openLentSession(knexLender(own));
    expect(count()).not.toEqual(before);
    await connection.close();
    expect(count()).toEqual(before);
  } finally {
    await own.destroy();
  }
});

it('gives the pool a fresh connection after one was lost', async () => {
  const own = createPool({ pool: { min: 0, max: 1 } });
  try {
    const connection = await openLentSession(knexLender(own));
    await expect(connection.run('select pg_terminate_backend(pg_backend_pid())')).rejects.toThrow();
    await connection.close();
    const { rows } = await own.raw<{ rows: object[] }>('select 1 as a');
    expect(rows).toEqual([{ a: 1 }]);
  } finally {
    await own.destroy();
  }
});

it('refuses knex for another database', async () => {
  const other = knex({ client: 'mysql', log: { warn: () => {} } });
  expect(() => knexLender(other)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});
