/** A migration whose progress can be read from the database: its n-th step puts row (version, n) into `journal`. */
export interface MixedMigration {
  readonly name: string;
  readonly sql: string;
  readonly steps: number;
  /** All of its steps and its ledger row are one. */
  readonly atomic: boolean;
  /** True where it has queries that must return the same before and after it, and one that must be true. */
  readonly validated: boolean;
}

/** What a validated migration brings along: it holds around each of them. */
export const INVARIANT = `select count(*), min(email) from accounts;
select id, email from accounts order by id;
`;
export const VERIFY = 'select count(*) = 300 from accounts;\n';

/** Of each kind of file one that is validated. */
const VALIDATED = new Set([
  '004_own_transactions',
  '007_fails_at_first',
  '008_serializable',
  '009_long',
  '010_statement_fails_at_first',
  '011_indexes',
]);

const COPIED_ROWS = 200;

/**
 * One of each kind of file, in an order in which each can meet the trouble of the one before. Files that call
 * `chance.…_attempt` fail as long as that sequence is below 2: a sequence keeps its value through a rollback.
 */
export const mixedMigrations: readonly MixedMigration[] = [
  atomic(
    '001_journal',
    1,
    ([one]) => `create table journal (version text not null, step integer not null);\n${one}`,
  ),
  atomic(
    '002_accounts',
    2,
    ([one, two]) => `${one}
create table accounts (id integer primary key, email text not null);
insert into accounts select n, 'user' || n || '@example.test' from generate_series(1, 300) n;
${two}`,
  ),
  stepwise(
    '003_index',
    3,
    ([one, two, three]) => `${one}
create index concurrently accounts_email on accounts (email);
${two}
vacuum accounts;
${three}`,
  ),
  stepwise(
    '004_own_transactions',
    4,
    ([one, two, three, four]) => `begin;
${one}
create table invoices (id integer primary key);
commit;
${two}
begin;
insert into invoices values (1);
${three}
commit;
${four}`,
  ),
  atomic(
    '005_copied',
    2,
    ([one, two]) => `${one}
create table copied (id integer, line text);
copy copied (id, line) from stdin;
${copyRows()}
\\.
${two}`,
  ),
  stepwise(
    '006_copied_alone',
    2,
    ([one, two]) => `-- confiture: no-transaction
${one}
copy copied (id, line) from stdin;
${copyRows()}
\\.
${two}`,
  ),
  atomic(
    '007_fails_at_first',
    2,
    ([one, two]) => `${one}
select 1 / (nextval('chance.file_attempt') > 1)::integer;
${two}`,
  ),
  atomic('008_serializable', 1, ([one]) => `set transaction isolation level serializable;\n${one}`),
  atomic('009_long', 2, ([one, two]) => `${one}\nselect pg_sleep(0.06);\n${two}`),
  stepwise(
    '010_statement_fails_at_first',
    2,
    ([one, two]) => `${one}
vacuum (analyze) accounts;
select 1 / (nextval('chance.statement_attempt') > 1)::integer;
${two}`,
  ),
  stepwise(
    '011_indexes',
    4,
    ([one, two, three, four]) => `${one}
create unique index concurrently accounts_email_key on public.accounts (lower(email));
${two}
drop index concurrently accounts_email;
${three}
reindex table concurrently accounts;
${four}`,
  ),
  {
    name: '012_phased',
    validated: false,
    steps: 6,
    atomic: false,
    sql: `-- confiture: phase first
insert into journal values ('012', 1);
-- confiture: phase repeated batch
insert into journal select '012', max(step) + 1 from journal where version = '012' having max(step) < 4;
-- confiture: phase alone no-transaction
vacuum accounts;
insert into journal values ('012', 5);
-- confiture: phase last
insert into journal values ('012', 6);`,
  },
  ...Array.from({ length: 8 }, (_, index) => small(13 + index)),
];

/** Versions of the migrations that end in a certificate. */
export const certifiedVersions: readonly string[] = mixedMigrations
  .filter(({ validated }) => validated)
  .map(({ name }) => name.slice(0, 3));

/** Rows in `copied` when all is done: two files copy the same data. */
export const copiedRows = 2 * COPIED_ROWS;

function small(number: number): MixedMigration {
  const version = String(number).padStart(3, '0');
  return atomic(`${version}_small`, 1, ([one]) => `create table small_${version} (id integer);\n${one}`);
}

function atomic(name: string, steps: number, sql: (steps: string[]) => string): MixedMigration {
  return { name, steps, atomic: true, validated: VALIDATED.has(name), sql: sql(stepsOf(name, steps)) };
}

function stepwise(name: string, steps: number, sql: (steps: string[]) => string): MixedMigration {
  return { name, steps, atomic: false, validated: VALIDATED.has(name), sql: sql(stepsOf(name, steps)) };
}

function stepsOf(name: string, count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `insert into journal values ('${name.slice(0, 3)}', ${index + 1});`,
  );
}

function copyRows(): string {
  return Array.from({ length: COPIED_ROWS }, (_, index) => `${index}\tline ${index}`).join('\n');
}
