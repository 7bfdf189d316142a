import pg from 'pg';
import { expect, it } from 'vitest';
import { assessFile, type StatementRisk } from '../../src/migrations/analysis/risk/assess-file.js';
import { lockModes } from '../../src/migrations/analysis/risk/assessment.js';
import { KnownObjects } from '../../src/migrations/analysis/risk/known-objects.js';
import { loadParser } from '../../src/migrations/parser/parse-statement.js';
import { scan } from '../../src/migrations/parser/scan.js';
import { createDatabase } from '../support/database.js';

/** What was there before. It is assessed too, so that the types of its columns are known. */
const BEFORE = `
  create table users (id bigint primary key, email varchar(20), age integer, note text, during tstzrange);
  create table orders (id bigint primary key, user_id bigint, total numeric(10, 2));
  create table kept (id bigint primary key, user_id bigint references users);
  create table events (id bigint, at date) partition by list (id);
  create table event_1 partition of events for values in (1);
  create table event_2 (id bigint, at date);
  create index users_email on users (email);
  create unique index orders_user on orders (user_id);
  create view user_names as select age from users;
  create materialized view totals as select count(*) as n from orders;
  create unique index totals_n on totals (n);
  create index events_at on only events (at);
  create index event_1_at on event_1 (at);

  create sequence numbers;
  create domain positive as integer check (value > 0);
  create domain plain as integer;
  create type mood as enum ('sad');
  create table moods (id bigint, mood mood, constraint known check (id > 0) not valid);
  alter table moods add constraint refers foreign key (id) references users not valid;
  create table parent (id bigint, mood mood);
  create function touch() returns trigger language plpgsql as 'begin return new; end';
  create trigger touched before update on users for each row execute function touch();
  create policy everybody on users;
  insert into users (id) select generate_series(1, 10);
  insert into orders (id, user_id) select n, n from generate_series(1, 10) n;
`;

const STATEMENTS = [
  'alter table users add column a bigint',
  "alter table users add column a text not null default 'x'",
  'alter table users add column a timestamptz default now()',
  'alter table users add column a timestamptz default clock_timestamp()',
  'alter table users add column a uuid default gen_random_uuid()',
  'alter table users add column a bigserial',
  'alter table users add column a positive',
  'alter table users add column a positive default 5',
  'alter table users add column a plain default 5',
  'alter table users alter note type text collate "C"',
  'alter table users add column a bigint generated always as identity',
  'alter table users add column a bigint generated always as (id * 2) stored',
  'alter table users add column a bigint unique',
  'alter table orders add column a bigint references users',
  'alter table users add column a bigint check (a > 0)',
  'alter table users drop column note',
  'alter table orders alter user_id type integer',
  'alter table users alter email type varchar(40)',
  'alter table users alter email type text',
  'alter table users alter email type varchar(30) using email::varchar(30)',
  'alter table users alter note type varchar',
  'alter table users alter note type varchar(10)',
  'alter table orders alter total type numeric(12, 2)',
  'alter table orders alter total type numeric(12, 3)',
  'alter table users alter id set not null',
  'alter table users alter id set default 5',
  'alter table users alter email drop not null',
  'alter table users alter note set storage external',
  'alter table users alter note set compression pglz',
  'alter table users alter note set statistics 500',
  'alter table users alter note set (n_distinct = 5)',
  'alter table orders add foreign key (user_id) references users',
  'alter table orders add foreign key (user_id) references users not valid',
  'alter table users add constraint c check (id > 0)',
  'alter table users add constraint c check (id > 0) not valid',
  'alter table moods validate constraint known',
  'alter table moods drop constraint known',
  'alter table moods validate constraint refers',
  'alter table moods drop constraint refers',
  'alter table moods inherit parent',
  'alter table users alter id drop default',
  'alter index events_at attach partition event_1_at',
  'alter index users_email set (fillfactor = 70)',
  'alter view user_names set (security_barrier = true)',
  'alter view user_names alter age set default 1',
  'create schema inner_one create table users (id bigint)',
  'alter table users add constraint u unique (email)',
  'alter table orders add constraint u unique using index orders_user',
  'alter table users add exclude using gist (during with &&)',
  'alter table users set (fillfactor = 70)',
  'alter table users reset (fillfactor)',
  'alter table moods set unlogged',
  'alter table users cluster on users_pkey',
  'alter table users disable trigger touched',
  'alter table users enable row level security',
  'alter table users replica identity full',
  'alter table users owner to current_user',
  'alter table events attach partition event_2 for values in (2)',
  'alter table events detach partition event_1',
  'alter table users rename to people',
  'alter table users rename email to mail',
  'alter table users rename constraint users_pkey to pk',
  'alter index users_email rename to mail',
  'alter view user_names rename to names',
  'create index on users (note)',
  'create index on only events (at)',
  'drop index users_email',
  'reindex table users',
  'reindex index users_email',
  'drop table kept',
  'alter table kept drop constraint kept_user_id_fkey',
  'create table a (user_id bigint references users)',
  'create table event_3 partition of events for values in (3)',
  'create table child () inherits (users)',
  'create view v as select * from users',
  'create or replace view user_names as select age from users',
  'create trigger t after insert on users for each row execute function touch()',
  'drop trigger touched on users',
  'create rule r as on insert to users do also nothing',
  'create policy p on users',
  'alter policy everybody on users using (true)',
  'drop policy everybody on users',
  "comment on table users is 'x'",
  "comment on column users.email is 'x'",
  'create statistics s on id, age from users',
  'analyze users',
  'cluster users using users_pkey',
  'lock table users in share mode',
  'refresh materialized view totals',
  'refresh materialized view concurrently totals',
  'truncate moods',
  'drop table moods',
  'drop view user_names',
  'drop materialized view totals',
  'alter sequence numbers increment by 2',
  'drop sequence numbers',
  'insert into users (id) values (100)',
  "update users set note = 'x' where id = 1",
  'delete from moods where id = 1',
  'select * from users for update',
  'merge into orders o using users u on u.id = o.id when not matched then insert (id) values (u.id)',
  'create publication p for table users',
  'grant select on users to public',
  "alter type mood rename value 'sad' to 'blue'",
];

/** What a statement did in a transaction that is then rolled back. */
interface Seen {
  /** `MODE table`, for what was there before. */
  readonly locks: readonly string[];
  readonly rewrites: boolean;
}

const parse = await loadParser();

it('says which locks a statement takes, and whether it writes the table anew', async () => {
  const { url } = await createDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const [said, seen]: [string[][], string[][]] = [[], []];
  try {
    await client.query(BEFORE);
    const version = Number((await client.query('show server_version_num')).rows[0]?.server_version_num);
    for (const sql of STATEMENTS.filter((each) => version >= 150_000 || !each.startsWith('merge'))) {
      const risk = assessed(sql);
      const real = await watched(client, sql);
      const isTruncate = sql.startsWith('truncate');
      said.push([
        sql,
        ...risk.locks.map(({ mode, table }) => `${mode} ${table}`).sort(),
        rewritten(risk.rewrites),
      ]);
      seen.push([sql, ...real.locks, rewritten(real.rewrites && !isTruncate)]);
    }
  } finally {
    await client.end();
  }
  expect(said).toEqual(seen);
});

function rewritten(is: boolean): string {
  return is ? 'rewrites' : 'does not rewrite';
}

function assessed(sql: string): StatementRisk {
  const known = new KnownObjects();
  assessFile(scan(BEFORE), parse, known);
  known.settle();
  const [risk] = assessFile(scan(sql), parse, known);
  if (risk === undefined) throw new Error(`no statement in ${sql}`);
  return risk;
}

/** Relations by oid, with the file that holds each; taken before, since a statement may rename or drop them. */
const RELATIONS = `select oid, relname, relkind, relfilenode from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S', 'i', 'I')`;

async function watched(client: pg.Client, sql: string): Promise<Seen> {
  const before = (await client.query(RELATIONS)).rows;
  await client.query('begin');
  try {
    await client.query(sql);
    const held = (
      await client.query(
        `select l.relation, l.mode from pg_locks l where l.pid = pg_backend_pid() and l.locktype = 'relation'
          and l.database = (select oid from pg_database where datname = current_database())
          and l.mode <> 'AccessShareLock'`,
      )
    ).rows;
    const after = (await client.query(RELATIONS)).rows;
    const claims = new Set(assessed(sql).locks.map(({ table }) => table));
    const locks = before
      // Indexes and sequences are locked with their tables; they are told where the statement names them.
      .filter(({ relname, relkind }) => 'rpvm'.includes(relkind) || claims.has(relname))
      .flatMap(({ oid, relname }) => {
        const modes = held.filter(({ relation }) => relation === oid).map(({ mode }) => nameOf(mode));
        return modes.length === 0 ? [] : [`${strongest(modes)} ${relname}`];
      });
    const rewrites = before.some(({ oid, relkind, relfilenode }) => {
      const now = after.find((each) => each.oid === oid);
      return relkind === 'r' && now !== undefined && now.relfilenode !== relfilenode;
    });
    return { locks: locks.sort(), rewrites };
  } finally {
    await client.query('rollback');
  }
}

function strongest(modes: readonly string[]): string {
  return lockModes.findLast((mode) => modes.includes(mode)) ?? '';
}

/** `ShareUpdateExclusiveLock` as `SHARE UPDATE EXCLUSIVE`. */
function nameOf(mode: string): string {
  return mode
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
}
