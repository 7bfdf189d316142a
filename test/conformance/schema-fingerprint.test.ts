import { expect, it } from 'vitest';
import { connect } from '../../src/database/connect.js';
import { ensureLedger, type Ledger } from '../../src/runner/ledger/ledger.js';
import { readDatabaseState } from '../../src/runner/lifecycle/certificate/database-state.js';
import { createDatabase } from '../support/database.js';

const NO_LEDGER: Ledger = {
  schema: 'public',
  table: 'tb_confiture',
  exists: false,
  hasAppliedBy: false,
  lockKey: null,
};

/** One change of each kind to a definition. */
const CHANGES = [
  'create schema shop',
  "create table shop.item (id integer primary key, name text default 'new')",
  'alter table shop.item add price numeric(10, 2)',
  'alter table shop.item alter price type numeric(12, 2)',
  'alter table shop.item alter price set not null',
  'alter table shop.item alter price set default 0',
  'create index on shop.item (name)',
  'alter table shop.item add constraint positive check (price >= 0) not valid',
  'alter table shop.item validate constraint positive',
  "create type shop.mood as enum ('ok', 'sad')",
  "alter type shop.mood add value 'happy' before 'sad'",
  'create domain shop.amount as integer check (value > 0)',
  'create view shop.names as select name from shop.item',
  'create materialized view shop.counts as select count(*) from shop.item',
  "create function shop.one() returns integer language sql as 'select 1'",
  "create or replace function shop.one() returns integer language sql as 'select 2'",
  'create sequence shop.number',
  'alter sequence shop.number increment 5',
  'alter table shop.item enable row level security',
  'create policy own on shop.item using (id > 1)',
  'create trigger quiet before update on shop.item for each row execute function suppress_redundant_updates_trigger()',
  'create table shop.part (id integer) partition by range (id)',
  'create table shop.part_1 partition of shop.part for values from (1) to (2)',
  'alter table shop.item drop column name cascade',
];

/** What changes rows, or makes a thing again as it was. */
const NO_CHANGES = [
  'insert into shop.item (id) values (1)',
  "select nextval('shop.number')",
  'analyze shop.item',
  'drop table shop.part; create table shop.part (id integer) partition by range (id); create table shop.part_1 partition of shop.part for values from (1) to (2)',
  "drop function shop.one(); create function shop.one() returns integer language sql as 'select 2'",
  'create temporary table passing (id integer)',
];

it('the fingerprint of a schema follows every definition, and nothing else', async () => {
  const { url } = await createDatabase();
  const session = await connect({ kind: 'postgres', url, source: 'test' }, { embeddedWaitMs: 0 });
  try {
    const ledger = await ensureLedger(session, NO_LEDGER);
    const fingerprint = async () => (await readDatabaseState(session, ledger, 'alone')).schema;
    const seen = new Map([[await fingerprint(), 'nothing']]);
    for (const change of CHANGES) {
      await session.run(change);
      const now = await fingerprint();
      expect(seen.get(now), change).toBeUndefined();
      seen.set(now, change);
    }
    const last = await fingerprint();
    for (const statement of NO_CHANGES) {
      await session.run(statement);
      expect(await fingerprint(), statement).toBe(last);
    }
  } finally {
    await session.close();
  }
});
